package dev.gemba.cli.html;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * The frame of a page. Its content security policy lets the browser fetch nothing at all and run
 * the one script that is ours, so that even a name that slipped through unescaped could do nothing.
 */
final class Page {

  private Page() {}

  static String of(String title, Markup body) {
    String script = resource("report.js") + resource("flame.js");
    return new Markup()
        .raw("<!doctype html>\n<html lang=en>\n<meta charset=utf-8>\n")
        .raw("<meta http-equiv=Content-Security-Policy content=\"default-src 'none'; ")
        .raw("style-src 'unsafe-inline'; script-src 'sha256-" + sha256(script) + "'; ")
        .raw("base-uri 'none'; form-action 'none'\">\n")
        .raw("<meta name=viewport content=\"width=device-width, initial-scale=1\">\n")
        .raw("<meta name=color-scheme content=\"light dark\">\n<title>")
        .name(title)
        .raw(" – Gemba report</title>\n<style>\n")
        .raw(resource("report.css"))
        .raw("</style>\n<main>\n")
        .raw(body)
        .raw("</main>\n<script>" + script + "</script>\n</html>\n")
        .toString();
  }

  private static String resource(String name) {
    try (InputStream in = Page.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String sha256(String script) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }
}
