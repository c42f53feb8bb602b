package dev.gemba.agent.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class RedisNamesTest {

  private final RedisNames names = new RedisNames();

  private String of(String command) {
    return names.of(command.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void namesCommandsInUpperCase() {
    assertThat(of("get")).isEqualTo("GET").isEqualTo(of("GET"));
    assertThat(of("JSON.SET")).isEqualTo("JSON.SET");
    assertThat(of("RESTORE-ASKING")).isEqualTo("RESTORE-ASKING");
  }

  @Test
  void namesNothingThatIsNoName() {
    assertThat(of("")).isEqualTo("OTHER");
    assertThat(of("GET key")).isEqualTo("OTHER");
    assertThat(of("schlüssel")).isEqualTo("OTHER");
    assertThat(of("x".repeat(65))).isEqualTo("OTHER");
    assertThat(names.of(null)).isEqualTo("OTHER");
  }

  @Test
  void keepsSoManyNamesApart() {
    of("GET");
    for (int i = 0; i < RedisNames.MOST; i++) {
      of("USER-" + i);
    }

    assertThat(of("GET")).isEqualTo("GET");
    assertThat(of("USER-1")).isEqualTo("USER-1");
    assertThat(of("ANOTHER")).isEqualTo("OTHER");
  }

  @Test
  void marksArguments() {
    assertThat(RedisNames.text("PING", 0)).isEqualTo("PING");
    assertThat(RedisNames.text("SET", 2)).isEqualTo("SET ? ?");
    assertThat(RedisNames.text("DEL", 100_000)).isEqualTo("DEL" + " ?".repeat(16) + " …");
  }

  @Test
  void findsTheCodeOfAnError() {
    assertThat(RedisNames.code("WRONGTYPE Operation against a key")).isEqualTo("WRONGTYPE");
    assertThat(RedisNames.code("EXECABORT")).isEqualTo("EXECABORT");
    assertThat(RedisNames.code("Connection refused")).isNull();
    assertThat(RedisNames.code("A text of a script")).isNull();
    assertThat(RedisNames.code("secretKEY")).isNull();
    assertThat(RedisNames.code("SECRET-KEY is wrong")).isNull();
    assertThat(RedisNames.code("")).isNull();
    assertThat(RedisNames.code(null)).isNull();
  }
}
