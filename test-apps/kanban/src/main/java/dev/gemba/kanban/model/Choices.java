package dev.gemba.kanban.model;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** Looks up enum constants by the name that users see. */
final class Choices {
  private Choices() {}

  static <E extends Enum<E>> E of(Class<E> type, Function<E, String> text, String wanted) {
    List<E> constants = List.of(type.getEnumConstants());
    return constants.stream()
        .filter(constant -> text.apply(constant).equals(wanted))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "'" + wanted + "' is none of " + names(constants.stream().map(text))));
  }

  private static String names(Stream<String> texts) {
    return String.join(", ", texts.toList());
  }
}
