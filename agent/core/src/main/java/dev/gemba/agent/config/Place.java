package dev.gemba.agent.config;

/**
 * Where a value comes from.
 *
 * @param file the file, or the override that set the value
 * @param line from 1; 0 in an override
 * @param key path of the value's key; empty for the whole config
 */
record Place(String file, int line, String key) {

  Place child(String name, int childLine) {
    return new Place(file, childLine, key.isEmpty() ? name : key.concat(".").concat(name));
  }

  Place item(int index, int itemLine) {
    return new Place(file, itemLine, key.concat("[").concat(Integer.toString(index)).concat("]"));
  }

  /** The same key as set by another source. */
  Place setBy(String origin) {
    return new Place(origin, 0, key);
  }

  /** Such as {@code gemba.yaml:12}. */
  @Override
  public String toString() {
    return Problem.place(file, line);
  }
}
