/**
 * A recording as one page of HTML that needs nothing besides itself: no network, no script to be
 * read. {@link dev.gemba.cli.html.HtmlReport} is the way in; every other class draws one part.
 */
package dev.gemba.cli.html;
