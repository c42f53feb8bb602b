package dev.gemba.cli.profile;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import one.convert.Arguments;
import one.convert.JfrToFlame;
import one.convert.JfrToHeatmap;
import one.convert.JfrToPprof;
import one.jfr.JfrReader;

/** Files that a profile can be written as, by the ends of their names. */
public enum ProfileFormat {
  /** When samples were taken, and of what: one page that opens offline. */
  HEATMAP(".heatmap.html") {
    @Override
    void write(ProfileSource source, OutputStream out) throws IOException {
      try (JfrReader recording = new JfrReader(source.file().toString())) {
        JfrToHeatmap heatmap = new JfrToHeatmap(recording, source.arguments());
        heatmap.convert();
        heatmap.dump(out);
      }
    }
  },

  /** A flame graph: one page that opens offline. */
  HTML(".html") {
    @Override
    void write(ProfileSource source, OutputStream out) throws IOException {
      flameGraph(source, source.arguments(), out);
    }
  },

  /** A line for each stack, from the outermost frame on, with what it took. */
  COLLAPSED(".collapsed") {
    @Override
    void write(ProfileSource source, OutputStream out) throws IOException {
      Arguments arguments = source.arguments();
      arguments.output = "collapsed";
      flameGraph(source, arguments, out);
    }
  },

  /** The protocol buffers of pprof, compressed. */
  PPROF(".pprof") {
    @Override
    void write(ProfileSource source, OutputStream out) throws IOException {
      try (JfrReader recording = new JfrReader(source.file().toString());
          GZIPOutputStream compressed = new GZIPOutputStream(out)) {
        Pprof pprof = new Pprof(recording, source);
        pprof.convert();
        pprof.dump(compressed);
      }
    }
  },

  /** The recording itself, with all that is in it. */
  JFR(".jfr") {
    @Override
    void write(ProfileSource source, OutputStream out) throws IOException {
      Files.copy(source.file(), out);
    }
  };

  /** All ends of names, for messages. */
  public static final String ACCEPTED =
      Arrays.stream(values()).map(format -> format.end).collect(Collectors.joining(", "));

  private final String end;

  ProfileFormat(String end) {
    this.end = end;
  }

  /** The format that a file's name says; null if it says none. */
  public static ProfileFormat of(Path file) {
    return Arrays.stream(values())
        .filter(format -> file.getFileName().toString().endsWith(format.end))
        .findFirst()
        .orElse(null);
  }

  /**
   * Writes a recording, in place of what is there.
   *
   * @throws IOException if it cannot be read or written
   */
  public void write(ProfileSource source, Path file) throws IOException {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      write(source, out);
    }
  }

  abstract void write(ProfileSource source, OutputStream out) throws IOException;

  private static void flameGraph(ProfileSource source, Arguments arguments, OutputStream out)
      throws IOException {
    try (JfrReader recording = new JfrReader(source.file().toString())) {
      Flame flame = new Flame(recording, arguments, source);
      flame.convert();
      flame.dump(out);
    }
  }

  private static final class Flame extends JfrToFlame {
    private final ProfileSource source;

    Flame(JfrReader recording, Arguments arguments, ProfileSource source) {
      super(recording, arguments);
      this.source = source;
    }

    @Override
    protected void convertChunk() {
      StackCut.cut(jfr, this, source.methods());
      super.convertChunk();
    }
  }

  private static final class Pprof extends JfrToPprof {
    private final ProfileSource source;

    Pprof(JfrReader recording, ProfileSource source) {
      super(recording, source.arguments());
      this.source = source;
    }

    @Override
    protected void convertChunk() {
      StackCut.cut(jfr, this, source.methods());
      super.convertChunk();
    }
  }
}
