package dev.gemba.agent;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.gemba.agent.config.Target;
import dev.gemba.agent.control.JsonBody;
import dev.gemba.agent.govern.Levels;
import dev.gemba.agent.govern.Moment;
import dev.gemba.agent.runtime.JitLimits;
import dev.gemba.agent.weave.CodeGrowth;
import dev.gemba.agent.weave.TargetView;
import dev.gemba.api.export.Snapshot;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What has become of the targets, as JSON. */
final class TargetsReport implements JsonBody {

  private static final int MOST_METHODS = 2_000;

  private final List<TargetView> targets;
  private final Map<String, String> failures;
  private final Map<String, Long> calls;
  private final JitLimits limits = JitLimits.ofThisJvm();
  private final Set<String> pinned;

  /**
   * @param newest null before the first snapshot
   * @param pinned operations whose level was set by hand
   */
  TargetsReport(
      List<TargetView> targets, Map<String, String> failures, Snapshot newest, Set<String> pinned) {
    this.targets = targets;
    this.failures = failures;
    this.calls = Moment.callsOf(newest);
    this.pinned = Set.copyOf(pinned);
  }

  @Override
  public void writeTo(JsonGenerator out) throws IOException {
    out.writeStartObject();
    out.writeArrayFieldStart("targets");
    for (TargetView view : targets) {
      write(out, view);
    }
    out.writeEndArray();
    out.writeObjectFieldStart("failed");
    for (Map.Entry<String, String> failure : failures.entrySet()) {
      out.writeStringField(failure.getKey(), failure.getValue());
    }
    out.writeEndObject();
    out.writeObjectFieldStart("jitLimits");
    out.writeNumberField("maxInlineSize", limits.maxInlineSize());
    out.writeNumberField("freqInlineSize", limits.freqInlineSize());
    out.writeNumberField("hugeMethodLimit", limits.hugeMethodLimit());
    out.writeEndObject();
    out.writeEndObject();
  }

  private void write(JsonGenerator out, TargetView view) throws IOException {
    Target target = view.target();
    out.writeStartObject();
    out.writeNumberField("target", view.index() + 1);
    out.writeStringField("place", target.place());
    out.writeArrayFieldStart("methods");
    for (Object pattern : target.methods()) {
      out.writeString(pattern.toString());
    }
    out.writeEndArray();
    out.writeArrayFieldStart("exclude");
    for (Object exclusion : target.exclude()) {
      out.writeString(exclusion.toString());
    }
    out.writeEndArray();
    out.writeStringField("operation", target.operation().toString());
    out.writeStringField("capture", target.capture().name().toLowerCase(Locale.ROOT));
    out.writeNumberField("wovenMethods", view.woven().size());
    out.writeArrayFieldStart("woven");
    for (TargetView.MethodView method :
        view.woven().subList(0, Math.min(MOST_METHODS, view.woven().size()))) {
      out.writeStartObject();
      out.writeStringField("method", method.signature());
      out.writeNumberField("loaders", method.loaders());
      out.writeStringField("operation", method.operation());
      out.writeStringField("level", Levels.nameOf(method.level()));
      out.writeBooleanField("pinned", pinned.contains(method.operation()));
      out.writeNumberField("operationCalls", calls.getOrDefault(method.operation(), 0L));
      out.writeStringField("trouble", method.trouble());
      CodeGrowth growth = method.growth();
      out.writeNumberField("codeBefore", growth.before());
      out.writeNumberField("codeAfter", growth.after());
      out.writeStringField("jit", limits.effect(growth.before(), growth.after()).text());
      out.writeEndObject();
    }
    out.writeEndArray();
    out.writeArrayFieldStart("unmet");
    for (String why : view.unmet()) {
      out.writeString(why);
    }
    out.writeEndArray();
    out.writeEndObject();
  }
}
