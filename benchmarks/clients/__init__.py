"""What the clients of services cost by themselves: services that take no time, each in a process of its own."""
