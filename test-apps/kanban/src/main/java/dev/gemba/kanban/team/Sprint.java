package dev.gemba.kanban.team;

import java.time.LocalDate;

/**
 * A stretch of days with a goal.
 *
 * @param ends the last day
 */
public record Sprint(
    long id, long teamId, String name, String goal, LocalDate starts, LocalDate ends) {}
