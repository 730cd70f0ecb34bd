"""What runs with nobody at the keyboard: which jobs are due, what each makes, and what proves it afterwards."""
