package dev.gemba.agent.trace;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JedisConnectionTest {

  private final JedisConnection connection = new JedisConnection();

  private void send(String... commands) {
    for (String command : commands) {
      connection.sent(command, 1, -1);
    }
  }

  private RedisCall answered(int answers) {
    connection.answered(answers);
    return connection.lastAnswered();
  }

  @Test
  void isACommandByItself() {
    send("GET");

    assertThat(answered(1)).isEqualTo(new RedisCall("GET", "GET ?", 1));
    assertThat(connection.isAwaiting()).isFalse();
  }

  @Test
  void isNothingWhereNothingWasAsked() {
    send("GET");
    answered(1);

    assertThat(answered(0)).isNull();
  }

  @Test
  void isAPipeline() {
    send("GET", "GET", "GET");
    assertThat(answered(3)).isEqualTo(new RedisCall("PIPELINE GET", null, 3));

    send("GET", "SET");
    assertThat(answered(2)).isEqualTo(new RedisCall("PIPELINE", null, 2));
  }

  @Test
  void isATransactionThatIsSentAtOnce() {
    send("MULTI", "SET", "SET");
    assertThat(answered(3)).isEqualTo(new RedisCall("MULTI SET", null, 2));

    send("EXEC");
    assertThat(answered(1)).isEqualTo(new RedisCall("EXEC", "EXEC ?", 1));
  }

  @Test
  void isATransactionThatWasBegunBefore() {
    send("MULTI");
    assertThat(answered(1).name()).isEqualTo("MULTI");

    send("SET", "GET");
    assertThat(answered(2)).isEqualTo(new RedisCall("MULTI", null, 2));

    send("SET");
    assertThat(answered(1)).isEqualTo(new RedisCall("MULTI SET", null, 1));

    send("DISCARD");
    assertThat(answered(1).name()).isEqualTo("DISCARD");
    send("SET", "SET");
    assertThat(answered(2).name()).isEqualTo("PIPELINE SET");
  }

  @Test
  void isTheLastCommandWhereOneAnswerIsRead() {
    send("SUBSCRIBE", "GET");
    connection.answered();

    assertThat(connection.lastAnswered().name()).isEqualTo("GET");
  }

  @Test
  void tellsOnceWhichDatabaseWasSelected() {
    connection.sent("SELECT", 1, 7);
    send("GET");

    assertThat(connection.takeSelected()).isEqualTo(7);
    assertThat(connection.takeSelected()).isEqualTo(-1);
  }
}
