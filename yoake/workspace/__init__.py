"""A project opened for work: file, library, store, catalog and machine together; plan, run and explain start here."""
