DROP TABLE speaker
