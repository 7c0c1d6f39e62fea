"""How one asset gets made: from an order to a stored, checked and recorded file. No Prefect here; tasks/ calls it."""
