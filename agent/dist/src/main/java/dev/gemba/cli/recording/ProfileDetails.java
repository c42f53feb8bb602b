package dev.gemba.cli.recording;

import dev.gemba.api.export.Profile;
import dev.gemba.api.export.Profile.Frame;
import dev.gemba.api.export.Profile.Kind;
import dev.gemba.api.export.Profile.Sample;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where the samples of a recording fell: in all of it, in each of the chosen operations, and in the
 * spans of the chosen traces. Filled while reading; for one thread.
 *
 * <p>A sample says which operation was the innermost one on its stack. It belongs to the operations
 * around that as well, and those are found by their methods: the ones that spans name ({@code
 * code.function.name}), and for an operation with the name that Gemba gives by default, {@code
 * Board.load}, those of that name. The stack then begins at the outermost of these methods, whoever
 * called it. What is known of an operation only from its samples stays as it is, and counts for the
 * innermost alone.
 */
public final class ProfileDetails {

  private static final int MAX_NODES = 150_000;
  private static final int MAX_OPERATION_NODES = 8_000;
  private static final int MAX_HOT = 3;

  private static final Comparator<Hot> MOST_FIRST =
      Comparator.comparingLong(Hot::value)
          .reversed()
          .thenComparing(Hot::frame)
          .thenComparing(Hot::caller);

  /**
   * Where a span's time or memory went.
   *
   * @param frame the innermost one: a method, or the class of an object
   * @param caller who called it, made the object or waited for it; empty where the frame is the
   *     application's own, or nobody's above it is
   */
  public record Hot(String frame, String caller, long value) {}

  private record Place(String frame, String caller) {}

  private final Set<String> operations;
  private final Map<String, List<String>> operationsByMethod = new HashMap<>();
  private final Set<String> traces;
  private final Map<Kind, FlameTree> whole = new EnumMap<>(Kind.class);
  private final Map<String, Map<Kind, FlameTree>> byOperation = new HashMap<>();
  private final Map<String, Map<Kind, Map<Place, Long>>> bySpan = new HashMap<>();

  /**
   * @param operations those whose samples are wanted
   * @param methods those of each operation, as far as they are known
   * @param traces ids of the traces whose spans are wanted
   */
  ProfileDetails(Set<String> operations, Map<String, Set<String>> methods, Set<String> traces) {
    this.operations = operations;
    this.traces = traces;
    methods.forEach(
        (operation, own) -> {
          if (operations.contains(operation)) {
            own.forEach(
                method ->
                    operationsByMethod
                        .computeIfAbsent(method, unused -> new ArrayList<>())
                        .add(operation));
          }
        });
  }

  void add(Profile profile) {
    for (Sample sample : profile.samples()) {
      List<String> stack = sample.stack().stream().map(Frame::text).toList();
      tree(whole, sample.kind(), MAX_NODES).add(outerFirst(stack), sample.count(), sample.value());
      addToOperations(sample, stack);
      if (traces.contains(sample.traceId()) && !stack.isEmpty()) {
        bySpan
            .computeIfAbsent(sample.spanId(), unused -> new EnumMap<>(Kind.class))
            .computeIfAbsent(sample.kind(), unused -> new HashMap<>())
            .merge(place(sample.kind(), stack), sample.value(), Long::sum);
      }
    }
  }

  private void addToOperations(Sample sample, List<String> stack) {
    Set<String> found = new HashSet<>();
    for (int i = stack.size() - 1; i >= 0; i--) {
      for (String operation : operationsOf(stack.get(i))) {
        if (found.add(operation)) {
          add(operation, sample, stack.subList(0, i + 1));
        }
      }
    }
    if (operations.contains(sample.operation()) && found.add(sample.operation())) {
      add(sample.operation(), sample, stack);
    }
  }

  private List<String> operationsOf(String method) {
    List<String> known = operationsByMethod.get(method);
    if (known == null) {
      // Remembered for the next time, as one method is on many stacks.
      String byDefault = shortName(method);
      known = operations.contains(byDefault) ? List.of(byDefault) : List.of();
      operationsByMethod.put(method, known);
    }
    return known;
  }

  /** {@code com.acme.Board.load} is {@code Board.load}. */
  private static String shortName(String method) {
    int dot = method.lastIndexOf('.');
    return method.substring(method.lastIndexOf('.', dot - 1) + 1);
  }

  private void add(String operation, Sample sample, List<String> stack) {
    tree(
            byOperation.computeIfAbsent(operation, unused -> new EnumMap<>(Kind.class)),
            sample.kind(),
            MAX_OPERATION_NODES)
        .add(outerFirst(stack), sample.count(), sample.value());
  }

  private static FlameTree tree(Map<Kind, FlameTree> trees, Kind kind, int maxNodes) {
    return trees.computeIfAbsent(kind, unused -> new FlameTree(maxNodes));
  }

  private static Deque<String> outerFirst(List<String> stack) {
    Deque<String> frames = new ArrayDeque<>();
    stack.forEach(frames::addFirst);
    return frames;
  }

  /** The innermost frame, and where it is the JDK's or a class, the first of somebody else. */
  private static Place place(Kind kind, List<String> stack) {
    String innermost = stack.get(0);
    boolean isClass = kind == Kind.ALLOC || kind == Kind.LOCK;
    if (!isClass && FrameOrigin.of(innermost) == FrameOrigin.APPLICATION) {
      return new Place(innermost, "");
    }
    return new Place(
        innermost,
        stack.stream()
            .skip(1)
            .filter(frame -> FrameOrigin.of(frame) == FrameOrigin.APPLICATION)
            .findFirst()
            .orElse(""));
  }

  /** All samples, by kind; kinds without samples are left out. */
  public Map<Kind, FlameTree> whole() {
    return Collections.unmodifiableMap(whole);
  }

  /** The samples of one of the chosen operations, likewise. */
  public Map<Kind, FlameTree> of(String operation) {
    return byOperation.getOrDefault(operation, Map.of());
  }

  /** Where most of a span's samples fell, by kind, the most first. */
  public Map<Kind, List<Hot>> hottest(String spanId) {
    Map<Kind, List<Hot>> hottest = new EnumMap<>(Kind.class);
    bySpan
        .getOrDefault(spanId, Map.of())
        .forEach(
            (kind, places) ->
                hottest.put(
                    kind,
                    places.entrySet().stream()
                        .map(ProfileDetails::hot)
                        .sorted(MOST_FIRST)
                        .limit(MAX_HOT)
                        .toList()));
    return hottest;
  }

  private static Hot hot(Map.Entry<Place, Long> place) {
    return new Hot(place.getKey().frame(), place.getKey().caller(), place.getValue());
  }

  /** Whether a method is known to be one of the chosen operations'. */
  public boolean isOperation(String method) {
    return !operationsOf(method).isEmpty();
  }
}
