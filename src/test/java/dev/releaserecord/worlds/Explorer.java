package dev.releaserecord.worlds;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Goes through all states of a setting, breadth first, and looks at each: does an invariant hold,
 * and does a fair run from it come to what the record asks for, and end there?
 *
 * <p>A fair run takes every step that is open to it again and again some time, so in a finite world
 * it comes to an end that can be reached from everywhere it can go. It is enough that from each
 * state some way by fair steps leads to a state without further fair steps, and that each of these
 * is what the record asks for.
 */
final class Explorer {

  private static final int BATCH = 4_096;

  private final Setting setting;
  private final Steps steps;
  private final int limit;
  private final Map<Object, Object> parts = new ConcurrentHashMap<>();
  private final Map<World, Integer> numbers = new HashMap<>();
  private final List<World> worlds = new ArrayList<>();
  private final Ints parents = new Ints();
  private final Ints edgeFrom = new Ints();
  private final Ints edgeTo = new Ints();
  private final BitSet ends = new BitSet();

  /**
   * What was found.
   *
   * @param whole whether there was nothing left to look at
   * @param violation null where everything holds
   */
  record Result(
      String name,
      int states,
      int fairEdges,
      boolean whole,
      int ends,
      int looks,
      @Nullable Violation violation) {}

  /**
   * @param trace the shortest way to it from the beginning
   */
  record Violation(String what, List<String> trace) {
    @Override
    public String toString() {
      return what + "\n  " + String.join("\n  ", trace);
    }
  }

  private Explorer(Setting setting, int limit) {
    this.setting = setting;
    this.steps = new Steps(setting);
    this.limit = limit;
  }

  /**
   * @param limit of states, after which it is given up
   */
  static Result explore(Setting setting, int limit) {
    return new Explorer(setting, limit).explore();
  }

  private Result explore() {
    add(interned(setting.start(), null), -1);
    Violation violation = null;
    int next = 0;
    while (violation == null && next < worlds.size() && worlds.size() < limit) {
      int end = Math.min(worlds.size(), next + BATCH);
      violation = expand(next, end);
      next = end;
    }
    boolean whole = next == worlds.size();
    if (violation == null && whole) {
      violation = astray();
    }
    return new Result(
        setting.name(),
        worlds.size(),
        edgeTo.size(),
        whole,
        ends.cardinality(),
        steps.mind().looks(),
        violation);
  }

  private @Nullable Violation expand(int from, int to) {
    List<List<Step>> found =
        IntStream.range(from, to).parallel().mapToObj(it -> expanded(worlds.get(it))).toList();
    for (int i = from; i < to; i++) {
      boolean fair = false;
      for (Step step : found.get(i - from)) {
        int number = add(step.world(), i);
        if (step.wrong() != null) {
          return new Violation(step.wrong(), trace(i, step));
        }
        if (step.fair()) {
          fair = true;
          edgeFrom.add(i);
          edgeTo.add(number);
        }
      }
      if (!fair) {
        ends.set(i);
      }
      if (!fair && !Laws.matched(setting, worlds.get(i))) {
        return new Violation(
            "nothing goes on, and the record does not have what it asks for", trace(i));
      }
    }
    return null;
  }

  private List<Step> expanded(World world) {
    return steps.of(world).stream().map(step -> interned(step, world)).toList();
  }

  private int add(World world, int parent) {
    Integer known = numbers.putIfAbsent(world, worlds.size());
    if (known != null) {
      return known;
    }
    worlds.add(world);
    parents.add(parent);
    return worlds.size() - 1;
  }

  private Step interned(Step step, World from) {
    return new Step(step.label(), step.fair(), interned(step.world(), from), step.wrong());
  }

  /**
   * @param from the state that it follows, whose parts are interned; null for the first
   */
  private World interned(World world, @Nullable World from) {
    return new World(
        part(world.cards(), from == null ? null : from.cards()),
        part(world.loads(), from == null ? null : from.loads()),
        part(world.pods(), from == null ? null : from.pods()),
        part(world.revisions(), from == null ? null : from.revisions()),
        part(world.runs(), from == null ? null : from.runs()),
        part(world.operator(), from == null ? null : from.operator()),
        part(world.left(), from == null ? null : from.left()));
  }

  @SuppressWarnings({"unchecked", "ReferenceEquality"})
  private <T> T part(T value, @Nullable T from) {
    if (value == from) {
      return value;
    }
    Object known = parts.putIfAbsent(value, value);
    return known == null ? value : (T) known;
  }

  /** The state nearest to the beginning from which no fair way leads to an end. */
  private @Nullable Violation astray() {
    int[] heads = new int[worlds.size() + 1];
    for (int i = 0; i < edgeTo.size(); i++) {
      heads[edgeTo.get(i) + 1]++;
    }
    Arrays.parallelPrefix(heads, Integer::sum);
    int[] fill = Arrays.copyOf(heads, heads.length);
    int[] sources = new int[edgeTo.size()];
    for (int i = 0; i < edgeTo.size(); i++) {
      sources[fill[edgeTo.get(i)]++] = edgeFrom.get(i);
    }
    BitSet saved = (BitSet) ends.clone();
    Ints queue = new Ints();
    saved.stream().forEach(queue::add);
    for (int at = 0; at < queue.size(); at++) {
      int to = queue.get(at);
      for (int i = heads[to]; i < heads[to + 1]; i++) {
        if (!saved.get(sources[i])) {
          saved.set(sources[i]);
          queue.add(sources[i]);
        }
      }
    }
    int lost = saved.nextClearBit(0);
    return lost >= worlds.size()
        ? null
        : new Violation(
            "no fair run from here ever ends with what the record asks for", trace(lost));
  }

  private List<String> trace(int number) {
    List<String> labels = new ArrayList<>();
    for (int at = number; parents.get(at) >= 0; at = parents.get(at)) {
      World world = worlds.get(at);
      labels.add(
          expanded(worlds.get(parents.get(at))).stream()
              .filter(step -> step.world().equals(world))
              .findFirst()
              .orElseThrow()
              .label());
    }
    return labels.reversed();
  }

  private List<String> trace(int number, Step last) {
    List<String> labels = new ArrayList<>(trace(number));
    labels.add(last.label());
    return labels;
  }

  /** Numbers without boxes. */
  private static final class Ints {

    private int[] values = new int[1_024];
    private int size;

    void add(int value) {
      if (size == values.length) {
        values = Arrays.copyOf(values, size * 2);
      }
      values[size++] = value;
    }

    int get(int index) {
      return values[index];
    }

    int size() {
      return size;
    }
  }
}
