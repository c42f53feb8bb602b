package dev.gemba.bench;

import java.util.List;

/** The worst that is asked of the governor. */
final class GovernorCases {

  private static final int CORES = Runtime.getRuntime().availableProcessors();

  private GovernorCases() {}

  static List<GovernorCase> all(Place place) {
    return List.of(
        new ServerCase(new KanbanApplication(place), "Gateway.handle", 4),
        LoopCase.of("hot", "a method of 20 ns without pause", "Mixed", "hot", 1),
        LoopCase.of("recursion", "recursion, 10 deep, no work", "Recursive", "recursion", 1),
        LoopCase.of("fibonacci", "recursion that branches, fib(25)", "Fibonacci", "fibonacci", 1),
        LoopCase.ofProbes("probes", "10,000 probes on methods of 100 ns", 10_000, 80),
        LoopCase.ofProbes("tiny-probes", "10,000 probes on methods of 2 ns", 10_000, 0),
        LoopCase.of(
            "saturated", "all cores, methods of 20 ns, 1 and 100 µs", "Mixed", "mixed", CORES),
        LoopCase.of("burst", "the same after 15 s of idling", "Mixed", "mixed", CORES)
            .afterIdle(15, 5),
        LoopCase.of("threads", "the same in 500 threads", "Mixed", "crowd", 500));
  }
}
