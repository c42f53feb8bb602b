package dev.gemba.kanban.generate;

import java.util.List;

/** What the made-up project talks about. */
final class Words {
  static final List<String> AREAS = List.of("backend", "frontend", "mobile", "platform", "data");

  static final List<String> LABELS =
      List.of("bug", "feature", "debt", "security", "performance", "ux", "customer", "spike");

  static final List<String> PEOPLE =
      List.of(
          "amara", "bjorn", "chiara", "dmitri", "elif", "femi", "grace", "hiro", "ines", "jonas");

  static final List<String> AGENTS = List.of("triage-bot", "test-writer", "reviewer", "upgrader");

  static final List<String> VERBS =
      List.of(
          "Add",
          "Fix",
          "Rewrite",
          "Measure",
          "Document",
          "Migrate",
          "Simplify",
          "Remove",
          "Test",
          "Secure");

  static final List<String> QUALITIES =
      List.of(
          "slow",
          "new",
          "flaky",
          "shared",
          "legacy",
          "nightly",
          "public",
          "mobile",
          "missing",
          "duplicate");

  static final List<String> OBJECTS =
      List.of(
          "checkout",
          "search index",
          "invoice export",
          "login page",
          "price cache",
          "stock import",
          "mail queue",
          "audit trail",
          "payment callback",
          "order history",
          "image resizer",
          "settings page");

  static final List<String> REASONS =
      List.of(
          "Support answers about thirty mails a week on this, and each costs ten minutes.",
          "The last two outages began here; the post-mortems say so in the same words.",
          "Whoever joins the team stumbles over it in the first week.",
          "It stands in the way of the summer release and nothing else can start before it.",
          "Customers on slow phones give up before it is done.",
          "The contract with the payment provider asks for it by the end of the quarter.");

  static final List<String> CRITERIA =
      List.of(
          "the old path is gone, with its configuration",
          "a test fails without the change",
          "the dashboard shows it",
          "the manual says how it is used",
          "it survives a restart in the middle",
          "the 95th percentile stays under 300 ms",
          "somebody outside the team has tried it",
          "errors name what is wrong and what to do",
          "it works without JavaScript");

  static final List<String> NOTES =
      List.of(
          "See `docs/decisions.md` for what was tried before; *do not* try the second one again.",
          "Ask first whether anybody still uses it: the access log of March says three clients.",
          "The numbers are in the report; 4 of 5 cases come from one customer's import.",
          "Small steps, please: one pull request for each item above.",
          "There is a branch from last year that goes half of the way, with tests.");

  private Words() {}
}
