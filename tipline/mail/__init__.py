"""The mail door: bytes in by SMTP or LMTP, read into submissions; acknowledgements out by a relay."""
