package dev.gemba.it;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import java.util.TreeMap;

/** The driver's own book of its calls, as {@code dev.gemba.zoo.Counting} prints it. */
final class TrueCounts {

  private static final TypeReference<TreeMap<String, TreeMap<String, Long>>> COUNTS =
      new TypeReference<>() {};

  private TrueCounts() {}

  /** By operation and exception class, where the empty name stands for a normal return. */
  static Map<String, Map<String, Long>> parse(String json) throws JsonProcessingException {
    return new TreeMap<>(new ObjectMapper().readValue(json, COUNTS));
  }
}
