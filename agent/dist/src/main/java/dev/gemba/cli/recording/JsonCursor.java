package dev.gemba.cli.recording;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.Closeable;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigDecimal;

/**
 * Walks one JSON text from front to back. Whoever is handed a value consumes it with exactly one
 * call, {@link #skip} at least. {@code null} stands for an absent value everywhere, as in
 * protobuf's JSON. For one thread.
 */
final class JsonCursor implements Closeable {

  /** Reads the value of a field. */
  interface Fields {
    void read(String name) throws IOException;
  }

  /** Reads one element. */
  interface Elements {
    void read() throws IOException;
  }

  private static final JsonFactory JSON =
      JsonFactory.builder()
          // A line is written by an exporter and may hold attribute values of any length.
          .streamReadConstraints(
              StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
          .build();

  private final JsonParser parser;

  JsonCursor(String text) throws IOException {
    parser = JSON.createParser(text);
    parser.nextToken();
  }

  void object(Fields fields) throws IOException {
    if (!begins(JsonToken.START_OBJECT, "an object")) {
      return;
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      fields.read(name);
    }
  }

  void array(Elements elements) throws IOException {
    if (!begins(JsonToken.START_ARRAY, "an array")) {
      return;
    }
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      elements.read();
    }
  }

  private boolean begins(JsonToken start, String what) throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_NULL) {
      return false;
    }
    if (parser.currentToken() != start) {
      throw unexpected(what);
    }
    return true;
  }

  /** Text, number or boolean as text; empty for null. */
  String text() throws IOException {
    JsonToken token = parser.currentToken();
    if (token == null || !token.isScalarValue()) {
      throw unexpected("a text");
    }
    return token == JsonToken.VALUE_NULL ? "" : parser.getText();
  }

  /** A whole number, also in quotes; 0 for null. */
  long integer() throws IOException {
    String text = text();
    try {
      return text.isEmpty() ? 0 : Long.parseLong(text);
    } catch (NumberFormatException e) {
      return wholeNumber(text);
    }
  }

  /** {@code 1e3} and {@code 1000.0} are whole numbers as well. */
  private long wholeNumber(String text) throws IOException {
    try {
      return new BigDecimal(text).longValueExact();
    } catch (ArithmeticException | NumberFormatException e) {
      throw unexpected("a 64-bit whole number");
    }
  }

  int smallInteger() throws IOException {
    long value = integer();
    if ((int) value != value) {
      throw unexpected("a 32-bit whole number");
    }
    return (int) value;
  }

  /** A number, also in quotes, {@code "NaN"} and {@code "Infinity"} among them; 0 for null. */
  double number() throws IOException {
    String text = text();
    try {
      return text.isEmpty() ? 0 : Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw unexpected("a number");
    }
  }

  boolean truth() throws IOException {
    return Boolean.parseBoolean(text());
  }

  /** The value's own JSON text, whatever it is. */
  String raw() throws IOException {
    StringWriter text = new StringWriter();
    try (var generator = JSON.createGenerator(text)) {
      generator.copyCurrentStructure(parser);
    }
    return text.toString();
  }

  void skip() throws IOException {
    parser.skipChildren();
  }

  /**
   * @throws JsonParseException if anything but white space follows
   */
  void end() throws IOException {
    if (parser.nextToken() != null) {
      throw unexpected("the end of the line");
    }
  }

  JsonParseException unexpected(String accepted) throws IOException {
    JsonToken token = parser.currentToken();
    String found =
        token == null ? "nothing" : token.isScalarValue() ? parser.getText() : token.asString();
    String where = parser.currentName() == null ? "" : parser.currentName() + ": ";
    return new JsonParseException(parser, where + "found " + found + ", accepted is " + accepted);
  }

  @Override
  public void close() throws IOException {
    parser.close();
  }
}
