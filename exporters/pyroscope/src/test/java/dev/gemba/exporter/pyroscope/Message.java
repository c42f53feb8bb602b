package dev.gemba.exporter.pyroscope;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

/** The fields of a protobuf message by their numbers, as protobuf's own library reads the wire. */
final class Message {

  private final Map<Integer, List<Object>> fields = new TreeMap<>();

  Message(byte[] encoded) {
    try {
      CodedInputStream in = CodedInputStream.newInstance(encoded);
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        Object value =
            switch (WireFormat.getTagWireType(tag)) {
              case WireFormat.WIRETYPE_VARINT -> in.readInt64();
              case WireFormat.WIRETYPE_LENGTH_DELIMITED -> in.readByteArray();
              default -> throw new IOException("no field of these messages: " + tag);
            };
        fields
            .computeIfAbsent(WireFormat.getTagFieldNumber(tag), field -> new ArrayList<>())
            .add(value);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Message gunzipped(byte[] compressed) {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(compressed))) {
      return new Message(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<byte[]> all(int field) {
    return fields.getOrDefault(field, List.of()).stream().map(byte[].class::cast).toList();
  }

  byte[] bytes(int field) {
    return all(field).get(0);
  }

  List<String> texts(int field) {
    return all(field).stream().map(text -> new String(text, StandardCharsets.UTF_8)).toList();
  }

  String text(int field) {
    return texts(field).get(0);
  }

  List<Message> messages(int field) {
    return all(field).stream().map(Message::new).toList();
  }

  /** Zero if it is absent, as protobuf has it. */
  long number(int field) {
    return fields.containsKey(field) ? (long) fields.get(field).get(0) : 0;
  }

  /** Of a packed field. */
  List<Long> numbers(int field) {
    List<Long> numbers = new ArrayList<>();
    try {
      CodedInputStream in = CodedInputStream.newInstance(bytes(field));
      while (!in.isAtEnd()) {
        numbers.add(in.readInt64());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return numbers;
  }
}
