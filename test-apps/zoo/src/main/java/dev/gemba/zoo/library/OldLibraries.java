package dev.gemba.zoo.library;

import dev.gemba.zoo.Case;
import dev.gemba.zoo.Report;
import java.io.StringReader;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import org.apache.commons.collections.CollectionUtils;
import org.apache.commons.collections.LRUMap;
import org.apache.commons.collections.map.MultiKeyMap;
import org.apache.commons.lang.StringUtils;
import org.apache.commons.lang.builder.HashCodeBuilder;
import org.apache.commons.lang.time.FastDateFormat;
import org.apache.xerces.jaxp.DocumentBuilderFactoryImpl;
import org.apache.xerces.jaxp.SAXParserFactoryImpl;
import org.w3c.dom.Document;
import org.xml.sax.Attributes;
import org.xml.sax.InputSource;
import org.xml.sax.helpers.DefaultHandler;

/**
 * Libraries from the years of Java 1.1 to 1.4, as compiled then (version 45, subroutines), still in
 * use.
 */
public final class OldLibraries implements Case {

  private static final String XML =
      "<?xml version='1.0'?><!DOCTYPE zoo [<!ELEMENT zoo (animal*)><!ELEMENT animal (#PCDATA)>"
          + "<!ATTLIST animal legs CDATA '4'>]><zoo><animal>cat &amp; dog</animal><animal legs='8'>spider</animal></zoo>";

  @Override
  @SuppressWarnings({
    "JavaUtilDate",
    "deprecation",
    "unchecked",
    "rawtypes"
  }) // Old interfaces are the point.
  public void run(Report report) throws Exception {
    report.seen("split", Arrays.toString(StringUtils.split("a,b;c", ",;")));
    report.seen("centred", "[" + StringUtils.center("zoo", 9, "-=") + "]");
    report.seen("distance", StringUtils.getLevenshteinDistance("kitten", "sitting"));
    report.seen(
        "hash", new HashCodeBuilder().append(1L).append("two").append(new int[] {3}).toHashCode());
    report.seen(
        "date",
        FastDateFormat.getInstance("yyyy-MM-dd HH:mm", TimeZone.getTimeZone("UTC"), Locale.ROOT)
            .format(new Date(0)));
    LRUMap recent = new LRUMap(2);
    for (int i = 0; i < 5; i++) {
      recent.put(i, "v" + i);
    }
    report.seen("least recently used", recent);
    report.seen("intersection", CollectionUtils.intersection(List.of(1, 2, 3), List.of(2, 3, 4)));
    MultiKeyMap keys = new MultiKeyMap();
    keys.put("a", "b", 1);
    report.seen("multi-key", keys.get("a", "b"));

    DocumentBuilderFactoryImpl factory = new DocumentBuilderFactoryImpl();
    factory.setValidating(true);
    Document document = factory.newDocumentBuilder().parse(new InputSource(new StringReader(XML)));
    report.seen("dom", document.getDocumentElement().getTextContent());
    report.seen(
        "default attribute", document.getDocumentElement().getFirstChild().getAttributes().item(0));
    StringBuilder events = new StringBuilder();
    DefaultHandler handler =
        new DefaultHandler() {
          @Override
          public void startElement(String uri, String local, String name, Attributes attributes) {
            events.append('<').append(name).append(attributes.getLength());
          }
        };
    new SAXParserFactoryImpl()
        .newSAXParser()
        .parse(new InputSource(new StringReader(XML)), handler);
    report.seen("sax", events);
    report.ending(
        "not well-formed",
        () ->
            new SAXParserFactoryImpl()
                .newSAXParser()
                .parse(new InputSource(new StringReader("<a><b></a>")), handler));
  }
}
