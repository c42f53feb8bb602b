/**
 * The pattern language and the matcher: which methods of which classes a target means. JDK only, no
 * class is loaded to decide, and a name alone decides for most classes ({@link
 * dev.gemba.agent.target.NameFilter}); the others are read by {@link
 * dev.gemba.agent.target.ClassFileReader} and matched by {@link
 * dev.gemba.agent.target.TargetMatcher}.
 *
 * <h2>Grammar</h2>
 *
 * <p>The AspectJ subset that Spring users know, and the filter syntax of JDK Flight Recorder (JEP
 * 520). White space may stand between tokens and must stand after an annotation.
 *
 * <pre>{@code
 * method     = [ annotation ] ( type ( "." | "::" ) member [ parameters ]
 *                             | "::" member [ parameters ]     (* of any type *)
 *                             | type )                         (* all methods *)
 *            | annotation [ member [ parameters ] ] ;          (* in any type, "*" if left out *)
 * exclusion  = type | method ;
 * annotation = "@" name ;
 * type       = names | "(" [ annotation ] names ")" ;
 * names      = name [ "+" ] ;
 * member     = segment | "new" | "<init>" ;
 * parameters = "(" [ parameter { "," parameter } ] ")" ;
 * parameter  = ".." | name { "[" "]" } [ "..." ] ;
 * name       = [ ".." ] segment { ( "." | ".." ) segment } ;
 * segment    = char { char } ;
 * char       = "*" | "-" | any character of a Java identifier ;
 *
 * include    = { [ entry ] ";" } [ entry ] ;                   (* OTEL_INSTRUMENTATION_METHODS_INCLUDE *)
 * entry      = name "[" member { "," member } "]" ;
 * }</pre>
 *
 * <p>A dotted name without parentheses, {@code +} or {@code ::} can be read as a type or as a type
 * and a method. It is a type if its last segment begins with an upper-case letter, or is a {@code
 * *} after {@code ..}. Otherwise the last segment is a method, and {@code com.acme..load*} means
 * {@code com.acme..*.load*}. Where what comes before it looks like a package ({@code com.acme.*},
 * {@code com.acme.load}) or the segment begins with {@code *} after {@code ..}, the text is
 * refused, with both plain spellings in the message; as an exclusion, those with {@code *} are
 * types.
 *
 * <h2>Names</h2>
 *
 * <ul>
 *   <li>{@code *} is any run of characters without a package separator; a lone {@code *} is any
 *       type. Unlike in AspectJ, {@code com.acme.*} has the nested classes too.
 *   <li>{@code ..} is any number of packages, none included: {@code com.acme..*}, {@code
 *       ..BoardService}.
 *   <li>Nested classes are {@code Outer$Inner} or {@code Outer.Inner}.
 *   <li>A type without a package is in the unnamed package. As a parameter or an annotation it may
 *       also be in {@code java.lang}.
 *   <li>{@code Type+} is the type and its subclasses and implementors, near and far. The methods
 *       are those that the subtype itself declares, whether or not the type named has them.
 *   <li>Parameter types are erased. {@code String...} and {@code String[]} mean the same; {@code *}
 *       is any one type, {@code *[]} any array.
 *   <li>Methods are found where they are declared: {@code Sub.load} does not mean one that {@code
 *       Sub} inherits.
 * </ul>
 *
 * <h2>Annotations</h2>
 *
 * <p>{@code @Hook *} is every method that carries it, constructors included; {@code (@Service *).*}
 * is every method of a class that carries it. An annotation that is itself annotated with the named
 * one, over any number of steps, counts as it. Retention {@code CLASS} suffices. {@code @Inherited}
 * is not followed.
 *
 * <h2>What a pattern does not take</h2>
 *
 * <ul>
 *   <li>Abstract and native methods, static initialisers, hidden classes, Gemba itself and other
 *       agents: never.
 *   <li>Classes of the JDK: only by their own name under at least two literal segments ({@code
 *       java.net..*.connect}), never through {@code +}, an annotation alone, or a wildcard in
 *       front.
 *   <li>Getters and setters, as told by their bytecode: not by a method part that is only {@code
 *       *}, unless the pattern has a method annotation.
 *   <li>Synthetic methods, such as lambda bodies: only by a method part without {@code *}, or one
 *       that has a {@code $} ({@code lambda$load$*}).
 *   <li>Bridge methods: the same, and not if they lead to a method that is taken, since each call
 *       would count twice.
 *   <li>Constructors: only by {@code new}, or by {@code *} with a method annotation. An exclusion
 *       of types leaves them out too.
 * </ul>
 *
 * <p>What runs in premain or for each class (parsing of good patterns, the filter, the reader, the
 * matcher) stays clear of streams, lambdas, regular expressions and string concatenation by {@code
 * +}: the first use of each costs the start of the application milliseconds.
 */
package dev.gemba.agent.target;
