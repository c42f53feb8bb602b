package dev.gemba.agent.trace;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathTemplateTest {

  @ParameterizedTest
  @CsvSource({
    "/, /",
    "'', ''",
    "/boards, /boards",
    "/boards/, /boards/",
    "/boards/7, /boards/*",
    "/boards/b1/tasks, /boards/*/tasks",
    "/api/v1/boards, /api/v1/boards",
    "/api/v12/boards, /api/*/boards",
    "/users/8c2a9d52-5a4e-4f0e-9f3e-aa0d0c1b2e3f/orders, /users/*/orders",
    "/search/caf%C3%A9, /search/*",
    "/files/a.b, /files/a.b",
    "/x;jsessionid=AB/y, /*/y",
    "/me@example.org, /*",
    "/tooooooooooooooooooooooooooooooooooooooo/long, /*/long",
    "/a/b/c/d/e/f/g/h/i/j, /a/b/c/d/e/f/g/h/**"
  })
  void leavesOutWhateverLooksLikeAnId(String path, String template) {
    assertThat(PathTemplate.of(path)).isEqualTo(template);
  }
}
