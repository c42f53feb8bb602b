package dev.gemba.agent.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ControlServerTest {

  private static final long PID = 4711;

  private static final int BYTES_OF_PROFILE = 500_000;

  private final List<String> messages = new CopyOnWriteArrayList<>();
  private final List<String> calls = new CopyOnWriteArrayList<>();
  private final CountDownLatch saidFarewell = new CountDownLatch(1);
  private Path parent;
  private Path directory;
  private ControlServer server;

  /** Writes down what it is asked. */
  private final class Fake implements AgentCommands {
    @Override
    public AgentStatus status() {
      throw new IllegalStateException("broken");
    }

    @Override
    public JsonBody targets(String question) {
      return out -> {
        out.writeStartObject();
        out.writeStringField("question", question);
        out.writeEndObject();
      };
    }

    @Override
    public Reloaded reload(String config, Progress progress) {
      progress.at(1, 2);
      calls.add("reload " + config);
      return new Reloaded(true, "gemba.yaml", List.of("a notice"), 3);
    }

    @Override
    public int level(String operation, String level) throws CommandRefusedException {
      throw CommandRefusedException.refused("no " + operation);
    }

    @Override
    public JsonBody overhead() {
      return targets("overhead");
    }

    @Override
    public JsonBody measure(Duration length, Progress progress) {
      progress.at(1, (int) length.toSeconds());
      return targets("measure " + length.toSeconds());
    }

    @Override
    public Profile profile(
        String event, long interval, Duration length, String operation, Progress progress) {
      progress.at(1, (int) length.toSeconds());
      Path file = parent.resolve("profile");
      try {
        Files.write(file, new byte[BYTES_OF_PROFILE]);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return new Profile(targets(event + " " + interval + " " + operation), file);
    }

    @Override
    public JsonBody heap() {
      return targets("heap");
    }

    @Override
    public JsonBody histogram(int top) {
      return targets("histogram " + top);
    }

    @Override
    public JsonBody dumpHeap(String file) {
      return targets("dump " + file);
    }

    @Override
    public Profile leaks(Duration length, boolean paths, Progress progress) {
      return profile("leaks", paths ? 1 : 0, length, null, progress);
    }

    @Override
    public Feed top(Duration window) {
      return () -> targets("frame of " + window.toMillis());
    }

    @Override
    public Detached detach(Progress progress) {
      calls.add("detach");
      return new Detached(2, List.of());
    }

    @Override
    public void release() {
      calls.add(Files.exists(socket()) ? "release before the socket was gone" : "release");
    }

    @Override
    public void farewell() {
      calls.add("farewell");
      saidFarewell.countDown();
    }
  }

  @BeforeEach
  void open() throws IOException {
    // Short, as the path of a socket must be.
    parent = Files.createTempDirectory("gmb");
    directory = parent.resolve("control");
  }

  private void listen() throws Exception {
    server = ControlServer.open(new Fake(), PID, directory, messages::add);
    while (!isListening() && messages.isEmpty()) {
      Thread.onSpinWait();
    }
  }

  private boolean isListening() {
    try (SocketChannel channel = connect()) {
      return channel.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }

  private Path socket() {
    return directory.resolve(PID + ".sock");
  }

  @AfterEach
  void close() throws IOException {
    if (server != null) {
      server.close();
    }
    Files.deleteIfExists(socket());
    Files.deleteIfExists(directory);
    Files.deleteIfExists(parent);
  }

  private SocketChannel connect() throws IOException {
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    channel.connect(UnixDomainSocketAddress.of(socket()));
    return channel;
  }

  private List<String> ask(String request) throws IOException {
    try (SocketChannel channel = connect()) {
      channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.UTF_8)));
      BufferedReader in = new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8));
      List<String> lines = new ArrayList<>();
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        lines.add(line);
      }
      return lines;
    }
  }

  @Test
  void answersInLinesOfJson() throws Exception {
    listen();

    assertThat(ask("targets question=a%20b%C3%BC\n")).containsExactly("{\"question\":\"a bü\"}");
    assertThat(ask("targets\n")).containsExactly("{\"question\":null}");
    assertThat(ask("reload config=%2Fa+b.yaml\n"))
        .containsExactly(
            "{\"progress\":{\"done\":1,\"of\":2}}",
            "{\"reloaded\":{\"applied\":true,\"origin\":\"gemba.yaml\","
                + "\"problems\":[\"a notice\"],\"targets\":3}}");
    assertThat(calls).containsExactly("reload /a b.yaml");
  }

  @Test
  void saysWhatItDoesNotUnderstandAndGoesOn() throws Exception {
    listen();

    assertThat(ask("dance\n").get(0)).contains("\"usage\"", "dance", "accepted are detach");
    assertThat(ask("\n").get(0)).contains("\"usage\"", "an empty request");
    assertThat(ask("top interval=soon\n").get(0)).contains("\"usage\"", "soon");
    assertThat(ask("level level=span\n").get(0)).contains("operation is missing");
    assertThat(ask("level operation=x level=span\n").get(0)).contains("\"refused\"", "no x");
    assertThat(ask("targets question=%zz\n").get(0)).contains("\"usage\"", "%zz");
    assertThat(ask("x".repeat(20_000)).get(0)).contains("over 16384 bytes");
    assertThat(ask("status\n").get(0)).contains("\"failed\"", "broken");
    assertThat(ask("targets\n")).hasSize(1);
  }

  @Test
  void profileComesInPartsAndItsFileGoes() throws Exception {
    listen();

    List<String> lines = ask("profile event=cpu interval=7 length=2000 operation=board.load\n");

    assertThat(lines.get(0)).isEqualTo("{\"progress\":{\"done\":1,\"of\":2}}");
    assertThat(lines.get(1)).isEqualTo("{\"question\":\"cpu 7 board.load\"}");
    int bytes = 0;
    for (String line : lines.subList(2, lines.size())) {
      assertThat(line).startsWith("{\"part\":\"").endsWith("\"}");
      String part = line.substring("{\"part\":\"".length(), line.length() - 2);
      bytes += Base64.getDecoder().decode(part).length;
    }
    assertThat(lines).hasSizeGreaterThan(3);
    assertThat(bytes).isEqualTo(BYTES_OF_PROFILE);
    assertThat(parent.resolve("profile")).doesNotExist();
    assertThat(ask("profile event=cpu\n").get(0)).contains("\"usage\"", "interval is missing");
    assertThat(ask("profile event=cpu interval=0\n").get(0)).contains("found '0'");
  }

  @Test
  void tellsOfTheHeap() throws Exception {
    listen();

    assertThat(ask("heap\n")).containsExactly("{\"question\":\"heap\"}");
    assertThat(ask("histogram top=7\n")).containsExactly("{\"question\":\"histogram 7\"}");
    assertThat(ask("histogram top=0\n").get(0)).contains("\"usage\"", "found '0'");
    assertThat(ask("dump file=%2Fa.hprof\n")).containsExactly("{\"question\":\"dump /a.hprof\"}");
    assertThat(ask("dump\n").get(0)).contains("\"usage\"", "file is missing");
    List<String> lines = ask("leaks length=3000 paths=true\n");
    assertThat(lines)
        .startsWith("{\"progress\":{\"done\":1,\"of\":3}}", "{\"question\":\"leaks 1 null\"}")
        .hasSizeGreaterThan(3);
    assertThat(parent.resolve("profile")).doesNotExist();
  }

  @Test
  void clientsThatLeaveOrAreTooManyHarmNothing() throws Exception {
    listen();
    connect().close();
    List<SocketChannel> idle = new ArrayList<>();
    try {
      for (int i = 0; i < ControlServer.MOST_CONNECTIONS; i++) {
        idle.add(connect());
      }
      assertThat(ask("targets\n").get(0)).contains("too many clients");
    } finally {
      for (SocketChannel channel : idle) {
        channel.close();
      }
    }
    List<String> answer = ask("targets\n");
    while (answer.get(0).contains("too many")) {
      answer = ask("targets\n");
    }
    assertThat(answer).containsExactly("{\"question\":null}");
  }

  @Test
  void frameAfterFrameComesUntilTheClientHasEnough() throws Exception {
    listen();
    try (SocketChannel channel = connect()) {
      channel.write(
          ByteBuffer.wrap("top interval=100 window=7000\n".getBytes(StandardCharsets.UTF_8)));
      BufferedReader in = new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8));
      for (int i = 0; i < 3; i++) {
        assertThat(in.readLine()).isEqualTo("{\"question\":\"frame of 7000\"}");
      }
    }
    assertThat(ask("targets\n")).hasSize(1);
  }

  @Test
  void detachFreesTheSocketThenTheBridgeThenTheClientThenTheClasses() throws Exception {
    listen();

    assertThat(ask("detach\n")).containsExactly("{\"detached\":{\"classes\":2,\"left\":[]}}");

    saidFarewell.await();
    assertThat(calls).containsExactly("detach", "release", "farewell");
    assertThat(directory).doesNotExist();
  }

  @Test
  void directoryIsItsOwnersAlone() throws Exception {
    listen();

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
        .isEqualTo("rwx------");
  }

  @Test
  void directoryThatOthersMayEnterIsNotUsed() throws Exception {
    Files.createDirectory(directory);
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    listen();

    assertThat(messages).singleElement().asString().contains("is open to others (rwxr-xr-x)");
    assertThat(socket()).doesNotExist();
  }

  @Test
  void symbolicLinkIsNotFollowed() throws Exception {
    Path elsewhere = Files.createDirectory(parent.resolve("elsewhere"));
    Files.createSymbolicLink(directory, elsewhere);
    listen();

    assertThat(messages).singleElement().asString().contains("is a symbolic link");
    Files.delete(elsewhere);
  }

  @Test
  void socketThatAKilledProcessLeftIsReplaced() throws Exception {
    ControlDirectory.makeSafe(directory);
    try (var left = java.nio.channels.ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      left.bind(UnixDomainSocketAddress.of(socket()));
    }
    server = ControlServer.open(new Fake(), PID, directory, messages::add);
    List<String> answer = List.of();
    while (answer.isEmpty() && messages.isEmpty()) {
      try {
        answer = ask("targets\n");
      } catch (IOException notYet) {
        Thread.onSpinWait();
      }
    }

    assertThat(answer).containsExactly("{\"question\":null}");
  }

  @Test
  void socketOfALiveProcessIsLeftAlone() throws Exception {
    listen();
    List<String> others = new CopyOnWriteArrayList<>();
    ControlServer second = ControlServer.open(new Fake(), PID, directory, others::add);
    while (others.isEmpty()) {
      Thread.onSpinWait();
    }

    assertThat(others).singleElement().asString().contains("has no control channel");
    assertThat(ask("targets\n")).hasSize(1);
    assertThat(second).isNotNull();
  }
}
