package dev.gemba.it.court;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Petitions, answered by publishers, each of which takes a while after its method has returned.
 * Argument: how many of each kind. Prints what came of them.
 */
public final class Petitions {

  /** An answer takes so long, or a little more. */
  public static final long MILLIS = 20;

  private static final Duration WHILE = Duration.ofMillis(MILLIS);

  private Petitions() {}

  /** Runs the program. */
  public static void main(String[] arguments) throws Exception {
    int times = Integer.parseInt(arguments[0]);
    int answers = 0;
    for (int i = 0; i < times; i++) {
      answers += one(i).map(String::length).onErrorReturn(0).block();
      answers += many().collectList().block().size();
      endless().blockFirst();
      answers += received(pages());
    }
    System.out.println("answers " + answers);
    System.exit(0);
  }

  /** Fails each third time. */
  static Mono<String> one(int number) {
    Mono<String> answer = Mono.delay(WHILE).map(zero -> "granted");
    return number % 3 == 2
        ? answer.flatMap(granted -> Mono.error(new IllegalArgumentException("too late")))
        : answer;
  }

  static Flux<Long> many() {
    return Flux.interval(WHILE).take(2);
  }

  /** Left off by who asks. */
  static Flux<Long> endless() {
    return Flux.interval(WHILE);
  }

  static Flow.Publisher<String> pages() {
    SubmissionPublisher<String> publisher = new SubmissionPublisher<>();
    Thread thread =
        new Thread(
            () -> {
              while (!publisher.hasSubscribers()) {
                Thread.onSpinWait();
              }
              try {
                Thread.sleep(MILLIS);
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
              publisher.submit("page 1");
              publisher.submit("page 2");
              publisher.close();
            });
    thread.start();
    return publisher;
  }

  private static int received(Flow.Publisher<String> publisher) throws InterruptedException {
    Receiver receiver = new Receiver();
    publisher.subscribe(receiver);
    receiver.done.await();
    return receiver.pages;
  }

  private static final class Receiver implements Flow.Subscriber<String> {
    private final CountDownLatch done = new CountDownLatch(1);
    private int pages;

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(String page) {
      pages++;
    }

    @Override
    public void onError(Throwable thrown) {
      done.countDown();
    }

    @Override
    public void onComplete() {
      done.countDown();
    }
  }
}
