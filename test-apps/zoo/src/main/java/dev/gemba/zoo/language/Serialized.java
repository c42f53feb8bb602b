package dev.gemba.zoo.language;

import dev.gemba.zoo.Case;
import dev.gemba.zoo.Report;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Externalizable;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInput;
import java.io.ObjectInputStream;
import java.io.ObjectOutput;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.Serializable;
import java.util.HexFormat;
import java.util.List;

/**
 * Java serialization: the computed serialVersionUID is a digest of the members of a class, private
 * static and synthetic ones included, so an agent that adds any of them breaks stored data.
 */
@SuppressWarnings("BanSerializableRead") // Reads back only what it has just written.
public final class Serialized implements Case {

  static class Parent {
    transient int restored;

    Parent() {
      restored = 77;
    }
  }

  // No serialVersionUID, no static initialiser: the computed one is the point.
  static class Document extends Parent implements Serializable {
    private final String title;
    private transient int cached = 3;

    Document(String title) {
      this.title = title;
    }

    private void writeObject(ObjectOutputStream out) throws IOException {
      out.defaultWriteObject();
      out.writeInt(99);
    }

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
      in.defaultReadObject();
      cached = in.readInt();
      if (title.isEmpty()) {
        throw new InvalidObjectException("no title");
      }
    }
  }

  static final class Token implements Serializable {
    static final Token ONLY = new Token();

    private Object readResolve() {
      return ONLY;
    }
  }

  /** Public with a public constructor, as the contract of {@link Externalizable} asks. */
  public static final class Raw implements Externalizable {
    private int value;

    public Raw() {}

    @Override
    public void writeExternal(ObjectOutput out) throws IOException {
      out.writeInt(value);
    }

    @Override
    public void readExternal(ObjectInput in) throws IOException {
      value = in.readInt() + 1;
    }
  }

  record Pair(String left, int right) implements Serializable {
    Pair {
      right++;
    }
  }

  enum Colour {
    RED {},
    GREEN
  }

  @Override
  public void run(Report report) throws Exception {
    for (Class<?> type :
        List.of(Document.class, Token.class, Raw.class, Pair.class, Colour.class)) {
      report.seen(
          "uid of " + type.getSimpleName(),
          ObjectStreamClass.lookupAny(type).getSerialVersionUID());
    }
    byte[] bytes = write(new Document("zoo"));
    report.seen("bytes", HexFormat.of().formatHex(bytes));
    Document read = (Document) read(bytes);
    report.seen("document", read.title + " " + read.cached + " " + read.restored);
    report.ending("refused", () -> read(write(new Document(""))));
    report.seen("resolved", read(write(new Token())) == Token.ONLY);
    report.seen("external", ((Raw) read(write(new Raw()))).value);
    report.seen("record", read(write(new Pair("a", 1))));
    report.seen("enum", read(write(Colour.RED)) == Colour.RED);
    report.shape(Document.class);
  }

  private static byte[] write(Object object) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(object);
    }
    return bytes.toByteArray();
  }

  private static Object read(byte[] bytes) throws IOException, ClassNotFoundException {
    try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
      return in.readObject();
    }
  }
}
