/** Programs that go on while an agent comes, changes its mind and leaves. */
package dev.gemba.zoo.live;
