package dev.gemba.kanban.problem;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * A request that cannot be answered as asked; each kind becomes one RFC 9457 problem type. These
 * are ordinary answers, not defects, so they carry no stack trace.
 */
public abstract sealed class Problem extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String slug;
  private final String title;

  private Problem(int status, String slug, String title, String detail) {
    super(detail, null, false, false);
    this.status = status;
    this.slug = slug;
    this.title = title;
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }

  /** The problem type, a URI. */
  public String type() {
    return "urn:kanban:problem:" + slug;
  }

  /** What kind of problem this is; the same for every problem of the type. */
  public String title() {
    return title;
  }

  /** Further members of the problem document. */
  public Map<String, Object> members() {
    return Map.of();
  }

  /** Headers that belong to the answer. */
  public Map<String, String> headers() {
    return Map.of();
  }

  /** The request is not even readable: bad JSON, bad percent-encoding. */
  public static final class Malformed extends Problem {
    private static final long serialVersionUID = 1L;

    public Malformed(String detail) {
      super(400, "malformed", "The request is malformed", detail);
    }
  }

  /** No key, or one that nobody has. */
  public static final class Unauthenticated extends Problem {
    private static final long serialVersionUID = 1L;

    public Unauthenticated(String detail) {
      super(401, "unauthenticated", "An API key is required", detail);
    }

    @Override
    public Map<String, String> headers() {
      return Map.of("WWW-Authenticate", "Bearer realm=\"kanban\"");
    }
  }

  /** The key is good, its role is not. */
  public static final class Forbidden extends Problem {
    private static final long serialVersionUID = 1L;

    public Forbidden(String detail) {
      super(403, "forbidden", "The role does not permit this", detail);
    }
  }

  /** No such thing. */
  public static final class NotFound extends Problem {
    private static final long serialVersionUID = 1L;

    public NotFound(String detail) {
      super(404, "not-found", "There is no such resource", detail);
    }
  }

  /** Another server, which is needed for the answer, does not give its part. */
  public static final class PeerFailed extends Problem {
    private static final long serialVersionUID = 1L;

    public PeerFailed(String detail) {
      super(502, "peer-failed", "Another server failed", detail);
    }
  }

  /** The path is known, the method is not. */
  public static final class MethodNotAllowed extends Problem {
    private static final long serialVersionUID = 1L;

    private final String allowed;

    public MethodNotAllowed(String method, Collection<String> allowed) {
      super(405, "method-not-allowed", "The method is not allowed here", method);
      this.allowed = String.join(", ", allowed);
    }

    @Override
    public Map<String, String> headers() {
      return Map.of("Allow", allowed);
    }
  }

  /** The request contradicts the present state. */
  public static final class Conflict extends Problem {
    private static final long serialVersionUID = 1L;

    public Conflict(String detail) {
      super(409, "conflict", "The request conflicts with the present state", detail);
    }
  }

  /** The body is larger than anything this API takes. */
  public static final class TooLarge extends Problem {
    private static final long serialVersionUID = 1L;

    public TooLarge(int maxBytes) {
      super(413, "too-large", "The body is too large", "at most " + maxBytes + " bytes");
    }
  }

  /** The body is not JSON. */
  public static final class UnsupportedMediaType extends Problem {
    private static final long serialVersionUID = 1L;

    public UnsupportedMediaType(String found) {
      super(
          415,
          "unsupported-media-type",
          "The body must be application/json",
          "found '" + found + "'");
    }
  }

  /** The request reads well and says something wrong; every fault is listed. */
  public static final class Invalid extends Problem {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // Problems are answered, never serialised.
    private final List<Violation> violations;

    public Invalid(List<Violation> violations) {
      super(422, "invalid", "The request is not valid", violations.size() + " fault(s)");
      this.violations = List.copyOf(violations);
    }

    public Invalid(String at, String detail) {
      this(List.of(new Violation(at, detail)));
    }

    public List<Violation> violations() {
      return violations;
    }

    @Override
    public Map<String, Object> members() {
      return Map.of("errors", violations);
    }
  }

  /**
   * One fault of a request.
   *
   * @param at a JSON pointer into the body, or the name of a query parameter
   */
  public record Violation(String at, String detail) {}

  /** Too many requests with one key. */
  public static final class RateLimited extends Problem {
    private static final long serialVersionUID = 1L;

    private final long retryAfterSeconds;

    public RateLimited(Duration retryAfter) {
      super(429, "rate-limited", "Too many requests", "slow down");
      this.retryAfterSeconds = Math.max(1, retryAfter.plusMillis(999).toSeconds());
    }

    @Override
    public Map<String, String> headers() {
      return Map.of("Retry-After", Long.toString(retryAfterSeconds));
    }
  }
}
