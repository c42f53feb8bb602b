package dev.gemba.exporter.opentelemetry;

import dev.gemba.api.export.Attributes;
import dev.gemba.api.export.Snapshot;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;

/** From the exporter model's attributes, resource and scope to OpenTelemetry's. */
public final class AttributeMapping {

  static final InstrumentationScopeInfo SCOPE = InstrumentationScopeInfo.create(Snapshot.SCOPE);

  private AttributeMapping() {}

  static io.opentelemetry.api.common.Attributes attributes(Attributes attributes) {
    AttributesBuilder builder = io.opentelemetry.api.common.Attributes.builder();
    attributes.values().forEach((name, value) -> put(builder, name, value));
    return builder.build();
  }

  /** The process. */
  public static Resource resource(dev.gemba.api.export.Resource resource) {
    return Resource.create(attributes(resource.attributes()));
  }

  private static void put(AttributesBuilder builder, String name, Object value) {
    if (value instanceof Long number) {
      builder.put(name, number.longValue());
    } else if (value instanceof Double number) {
      builder.put(name, number.doubleValue());
    } else if (value instanceof Boolean flag) {
      builder.put(name, flag.booleanValue());
    } else {
      builder.put(name, value.toString());
    }
  }
}
