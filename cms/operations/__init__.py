"""What runs behind the screens: jobs, workers, the scheduler, mail, notifications, probes."""
