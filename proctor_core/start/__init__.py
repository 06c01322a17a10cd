"""What must be so before the program serves: libraries, room on the disk, database, port, certificate; each check one sentence.

Called by the command line, before anything heavy is imported. Stands on `errors` and `db` alone.
"""
