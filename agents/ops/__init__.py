"""What operators see: lag, offsets and logs."""
