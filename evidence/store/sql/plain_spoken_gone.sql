DROP TABLE spoken_on
