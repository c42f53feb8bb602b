package dev.gemba.bootstrap;

import java.util.AbstractList;
import java.util.Iterator;
import java.util.List;

/**
 * Messages that the application goes through, and handles one after the other: what it is given in
 * place of a library's own iterators and lists. Each message is handled from when it is handed out
 * until the next is asked for. Whatever is not gone through, but only looked at, is as it was.
 *
 * <p>Harmless after a detach; as safe for use by several threads as what is behind it.
 */
public final class Handled {

  private Handled() {}

  /**
   * The same messages, each of which is handled as it comes.
   *
   * @param probe id of the one under which it is recorded; aimed by a {@link Guide} of kind {@link
   *     Guide#CONSUMER}, to which the source is the receiver and the message the first argument
   * @param source whom the messages are from, by identity
   * @param messages an iterator, a list that is not to be changed, or anything iterable; what is
   *     none of these comes back as it is
   */
  public static Object oneByOne(int probe, Object source, Object messages) {
    if (messages instanceof Iterator<?> iterator) {
      return new OneByOne<>(probe, source, iterator);
    }
    if (messages instanceof List<?> list) {
      return new Messages<>(probe, source, list);
    }
    if (messages instanceof Iterable<?> iterable) {
      return new Iterations<>(probe, source, iterable);
    }
    return messages;
  }

  /** The calling thread is done with whatever it has handled of a source, as it asks for more. */
  public static void allOf(Object source) {
    Stacks.endHandlingOf(source);
  }

  private record Iterations<E>(int probe, Object source, Iterable<E> own) implements Iterable<E> {

    @Override
    public Iterator<E> iterator() {
      return new OneByOne<>(probe, source, own.iterator());
    }

    @Override
    public String toString() {
      return own.toString();
    }
  }

  /** What is neither overridden nor meant to go through them goes by {@link #get}. */
  private static final class Messages<E> extends AbstractList<E> {

    private final int probe;
    private final Object source;
    private final List<E> own;

    Messages(int probe, Object source, List<E> own) {
      this.probe = probe;
      this.source = source;
      this.own = own;
    }

    @Override
    public Iterator<E> iterator() {
      return new OneByOne<>(probe, source, own.iterator());
    }

    @Override
    public E get(int index) {
      return own.get(index);
    }

    @Override
    public int size() {
      return own.size();
    }

    @Override
    public boolean contains(Object one) {
      return own.contains(one);
    }

    @Override
    public Object[] toArray() {
      return own.toArray();
    }

    @Override
    public <T> T[] toArray(T[] room) {
      return own.toArray(room);
    }

    @Override
    public boolean equals(Object other) {
      return own.equals(other);
    }

    @Override
    public int hashCode() {
      return own.hashCode();
    }

    @Override
    public String toString() {
      return own.toString();
    }
  }

  private static final class OneByOne<E> implements Iterator<E> {

    private final int probe;
    private final Object source;
    private final Iterator<E> own;
    private Handling handling;

    OneByOne(int probe, Object source, Iterator<E> own) {
      this.probe = probe;
      this.source = source;
      this.own = own;
    }

    @Override
    public boolean hasNext() {
      endHandling();
      return own.hasNext();
    }

    @Override
    public E next() {
      endHandling();
      E message = own.next();
      handling = Handling.begin(probe, source, message);
      return message;
    }

    @Override
    public void remove() {
      own.remove();
    }

    private void endHandling() {
      Handling over = handling;
      if (over != null) {
        handling = null;
        over.end();
      }
    }
  }
}
