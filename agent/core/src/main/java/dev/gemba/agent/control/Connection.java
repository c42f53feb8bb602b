package dev.gemba.agent.control;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * One client: one request, and its answers. On a thread of its own; the server's thread only closes
 * it when the client is overdue, which ends any reading and writing at once.
 */
final class Connection {

  private static final int LONGEST_REQUEST = 16_384;
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final long NEVER = Long.MAX_VALUE;
  private static final int MOST_MILLIS = 3_600_000;
  private static final int MOST_CLASSES = 100_000;

  /** Bytes of a recording in one line of an answer. */
  private static final int PART = 192 * 1024;

  private static final JsonFactory JSON = new JsonFactory();

  private final SocketChannel channel;
  private final AgentCommands commands;
  private final ControlServer server;

  /** When the client has had enough time for what it is to do now; {@link #NEVER} if it waits. */
  private volatile long deadline;

  Connection(SocketChannel channel, AgentCommands commands, ControlServer server) {
    this.channel = channel;
    this.commands = commands;
    this.server = server;
    hurry();
  }

  /**
   * @param tooMany whether the client is one too many, and is to be told so
   */
  void start(boolean tooMany) {
    ControlServer.threadOf("gemba-control-client", () -> run(tooMany)).start();
  }

  void closeIfOverdue() {
    long until = deadline;
    if (until != NEVER && System.nanoTime() - until > 0) {
      close();
    }
  }

  void close() {
    try {
      channel.close();
    } catch (IOException ignored) {
      // Closed is what it is meant to be.
    }
  }

  private void hurry() {
    deadline = System.nanoTime() + PATIENCE_NANOS;
  }

  private void run(boolean tooMany) {
    boolean detached = false;
    try {
      String line = readLine();
      if (tooMany) {
        throw CommandRefusedException.refused(
            "too many clients at once, accepted are " + ControlServer.MOST_CONNECTIONS);
      }
      Peer.check(channel, server.owner());
      Request request = Request.parse(line);
      deadline = NEVER;
      detached = answer(request);
    } catch (CommandRefusedException e) {
      tellError(e.code(), e.getMessage());
    } catch (IOException | InterruptedException clientHasGone) {
      // Nothing is under way that was meant for anybody else.
    } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
      tellError("failed", String.valueOf(e));
    } finally {
      close();
      server.ended(this);
    }
    if (detached) {
      commands.farewell();
    }
  }

  /** True if Gemba has been detached. */
  private boolean answer(Request request)
      throws IOException, InterruptedException, CommandRefusedException {
    switch (request.command()) {
      case "status" -> write(commands.status());
      case "targets" -> write(commands.targets(request.text("question")));
      case "reload" -> reload(request);
      case "level" -> level(request);
      case "overhead" -> write(commands.overhead());
      case "measure" -> measure(request);
      case "profile" -> profile(request);
      case "heap" -> write(commands.heap());
      case "histogram" -> write(commands.histogram((int) request.number("top", 1, MOST_CLASSES)));
      case "dump" -> write(commands.dumpHeap(request.needed("file")));
      case "leaks" -> leaks(request);
      case "top" -> top(request);
      case "detach" -> detach();
      default ->
          throw CommandRefusedException.usage(
              "found the command '"
                  + request.command()
                  + "', accepted are detach, dump, heap, histogram, leaks, level, measure,"
                  + " overhead, profile, reload, status, targets, top");
    }
    return request.command().equals("detach");
  }

  private void reload(Request request) throws IOException, CommandRefusedException {
    AgentCommands.Reloaded reloaded = commands.reload(request.text("config"), this::tellProgress);
    write(
        out -> {
          out.writeStartObject();
          out.writeObjectFieldStart("reloaded");
          out.writeBooleanField("applied", reloaded.applied());
          out.writeStringField("origin", reloaded.origin());
          JsonBody.writeTexts(out, "problems", reloaded.problems());
          out.writeNumberField("targets", reloaded.targets());
          out.writeEndObject();
          out.writeEndObject();
        });
  }

  private void level(Request request) throws IOException, CommandRefusedException {
    String operation = request.needed("operation");
    String level = request.needed("level");
    int methods = commands.level(operation, level);
    write(
        out -> {
          out.writeStartObject();
          out.writeObjectFieldStart("level");
          out.writeStringField("operation", operation);
          out.writeStringField("level", level);
          out.writeNumberField("methods", methods);
          out.writeEndObject();
          out.writeEndObject();
        });
  }

  /** A client that goes away ends the experiment, which is not for the agent's own use. */
  private void measure(Request request) throws IOException, CommandRefusedException {
    Duration length = Duration.ofMillis(request.millis("length", 10_000, MOST_MILLIS, 60_000));
    write(commands.measure(length, this::progressOrEnd));
  }

  /** A client that goes away ends the profile, as nobody else would see it. */
  private void profile(Request request) throws IOException, CommandRefusedException {
    Duration length = Duration.ofMillis(request.millis("length", 1_000, MOST_MILLIS, 30_000));
    AgentCommands.Profile profile =
        commands.profile(
            request.needed("event"),
            request.number("interval", 1, Long.MAX_VALUE),
            length,
            request.text("operation"),
            this::progressOrEnd);
    handOver(profile);
  }

  /** As {@link #profile}. */
  private void leaks(Request request) throws IOException, CommandRefusedException {
    Duration length = Duration.ofMillis(request.millis("length", 1_000, MOST_MILLIS, 60_000));
    boolean paths = "true".equals(request.text("paths"));
    handOver(commands.leaks(length, paths, this::progressOrEnd));
  }

  private void handOver(AgentCommands.Profile profile) throws IOException {
    try (InputStream in = Files.newInputStream(profile.file())) {
      write(profile.head());
      for (byte[] part = in.readNBytes(PART); part.length > 0; part = in.readNBytes(PART)) {
        writePart(part);
      }
    } finally {
      Files.deleteIfExists(profile.file());
    }
  }

  private void writePart(byte[] part) throws IOException {
    write(
        out -> {
          out.writeStartObject();
          out.writeFieldName("part");
          out.writeBinary(part);
          out.writeEndObject();
        });
  }

  private void progressOrEnd(int done, int of) {
    try {
      writeProgress(done, of);
    } catch (IOException clientHasGone) {
      throw new UncheckedIOException(clientHasGone);
    }
  }

  private void top(Request request)
      throws IOException, InterruptedException, CommandRefusedException {
    long interval = request.millis("interval", 100, MOST_MILLIS, 1_000);
    long window = request.millis("window", 0, MOST_MILLIS, 10_000);
    AgentCommands.Feed feed = commands.top(Duration.ofMillis(window));
    while (channel.isOpen()) {
      write(feed.next());
      Thread.sleep(interval);
    }
  }

  /**
   * The order is the point. The socket goes first, so that the next agent finds its place free;
   * then the bridge, so that whoever reads the last line can attach at once; then the last line.
   */
  private void detach() throws IOException, CommandRefusedException {
    AgentCommands.Detached detached = commands.detach(this::tellProgress);
    server.close(this);
    commands.release();
    try {
      write(
          out -> {
            out.writeStartObject();
            out.writeObjectFieldStart("detached");
            out.writeNumberField("classes", detached.classes());
            JsonBody.writeTexts(out, "left", detached.left());
            out.writeEndObject();
            out.writeEndObject();
          });
    } catch (IOException clientHasGone) {
      // Detached all the same.
    }
  }

  private void tellProgress(int done, int of) {
    try {
      writeProgress(done, of);
    } catch (IOException clientHasGone) {
      // What it asked for is done to the end: half a reload or detach is worse than either.
    }
  }

  private void writeProgress(int done, int of) throws IOException {
    write(
        out -> {
          out.writeStartObject();
          out.writeObjectFieldStart("progress");
          out.writeNumberField("done", done);
          out.writeNumberField("of", of);
          out.writeEndObject();
          out.writeEndObject();
        });
  }

  private void tellError(String code, String message) {
    try {
      write(
          out -> {
            out.writeStartObject();
            out.writeObjectFieldStart("error");
            out.writeStringField("code", code);
            out.writeStringField("message", message);
            out.writeEndObject();
            out.writeEndObject();
          });
      channel.shutdownOutput();
      hurry();
      // Closed with anything unread, the socket would take the answer back.
      ByteBuffer rest = ByteBuffer.allocate(LONGEST_REQUEST);
      while (channel.read(rest.clear()) >= 0) {
        // Of no interest.
      }
    } catch (IOException clientHasGone) {
      // Then nobody is there to be told.
    }
  }

  private void write(JsonBody body) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator out = JSON.createGenerator(bytes)) {
      body.writeTo(out);
    }
    bytes.write('\n');
    hurry();
    ByteBuffer buffer = ByteBuffer.wrap(bytes.toByteArray());
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
    deadline = NEVER;
  }

  private String readLine() throws IOException, CommandRefusedException {
    ByteBuffer buffer = ByteBuffer.allocate(LONGEST_REQUEST);
    while (buffer.hasRemaining()) {
      int before = buffer.position();
      if (channel.read(buffer) < 0) {
        throw new IOException("the client left before it had asked");
      }
      for (int i = before; i < buffer.position(); i++) {
        if (buffer.get(i) == '\n') {
          return new String(buffer.array(), 0, i, StandardCharsets.UTF_8);
        }
      }
    }
    throw CommandRefusedException.usage(
        "found a request of over " + LONGEST_REQUEST + " bytes, accepted is one line");
  }
}
