"""The doors people talk through. Each hands what came in to the gate and shows what comes back."""
