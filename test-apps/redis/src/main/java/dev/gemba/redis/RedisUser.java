package dev.gemba.redis;

/** Asks Redis in all ways: {@code RedisUser PORT NOBODYS-PORT}. */
public final class RedisUser {

  /** So many commands that a race would be lost in some. */
  public static final int MANY = 500;

  private RedisUser() {}

  /** See the class. */
  public static void main(String[] arguments) throws Exception {
    int port = Integer.parseInt(arguments[0]);
    JedisUser.run(port, Integer.parseInt(arguments[1]));
    LettuceUser.run(port);
    System.out.println("done");
  }
}
