package dev.gemba.zoo.language;

import dev.gemba.zoo.Case;
import dev.gemba.zoo.Report;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;

/** Dynamic proxies, core reflection past its inflation threshold, and method handles. */
public final class Proxies implements Case {

  interface Account {
    long deposit(String owner, long amount) throws IOException;

    default String describe() {
      return "account";
    }
  }

  static final class Handler implements InvocationHandler {
    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
      return switch (method.getName()) {
        case "describe" -> InvocationHandler.invokeDefault(proxy, method, arguments);
        case "deposit" -> deposit((String) arguments[0], (long) arguments[1]);
        default -> method.getName();
      };
    }

    private static long deposit(String owner, long amount) throws Exception {
      if (owner.isEmpty()) {
        throw new IOException("no owner");
      }
      if (amount < 0) {
        throw new InterruptedException("undeclared");
      }
      return amount + 1;
    }
  }

  static int half(int even) {
    if (even % 2 != 0) {
      throw new IllegalArgumentException("odd " + even);
    }
    return even / 2;
  }

  @Override
  public void run(Report report) throws Throwable {
    Account account =
        (Account)
            Proxy.newProxyInstance(
                Proxies.class.getClassLoader(), new Class<?>[] {Account.class}, new Handler());
    report.seen("proxied", account.deposit("me", 41));
    report.seen("default", account.describe());
    report.seen("object method", account.toString());
    report.ending("declared", () -> account.deposit("", 1));
    report.ending("undeclared", () -> account.deposit("me", -1));

    Method half = Proxies.class.getDeclaredMethod("half", int.class);
    int sum = 0;
    for (int i = 0; i < 60; i += 2) {
      sum += (int) half.invoke(null, i);
    }
    report.seen("reflected", sum);
    try {
      half.invoke(null, 3);
    } catch (InvocationTargetException failed) {
      report.seen(
          "reflected failure", failed.getCause() + " at " + failed.getCause().getStackTrace()[0]);
    }
    var handle =
        MethodHandles.lookup()
            .findStatic(Proxies.class, "half", MethodType.methodType(int.class, int.class));
    report.seen("handle", (int) handle.invokeExact(84));
    report.ending("handle failure", () -> report.seen("never", (int) handle.invokeExact(7)));
    report.seen(
        "exceptions",
        Arrays.toString(
            Account.class.getMethod("deposit", String.class, long.class).getExceptionTypes()));
  }
}
