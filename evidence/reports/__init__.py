"""From records to text: JSON documents, dossiers, reports. Nothing here opens a file or a clock."""
