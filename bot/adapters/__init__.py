"""The only rooms with doors to the world: files, database, providers, the browser and the terminal."""
