/* LeNet-5 learning from single patterns, in plain C.

   The network, losses, updates and curvature of the package's layers, `SDLM` and
   `diagonal_curvature`, for this one network and one pattern at a time. Compiled for
   the machine it trains the networks behind the book's numbers; compiled to WebAssembly
   it learns in the page; tests compare it with Keras.

   Maps are stored one after the other. The maps of a convolution keep the row length
   of its input: each weight of a kernel then meets one long row of numbers, eight of
   which are computed at once. The last four columns of a row are unused: they hold
   anything in states, and zeros in derivatives. */

#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define AMPLITUDE 1.7159f
#define SLOPE (2.0f / 3.0f)
#ifndef CLASSES
#define CLASSES 10
#endif

enum {
    KERNEL = 5, AREA = KERNEL * KERNEL,
    INPUT = 32, C1_SIDE = 28, S2_SIDE = 14, C3_SIDE = 10, S4_SIDE = 5,
    C1_MAPS = 6, C3_MAPS = 16, C5 = 120, F6 = 84,
    PAIRS = C1_MAPS * C3_MAPS, /* of maps, 60 of them connected in Table I */
    AT_ONCE = 8,
    /* Numbers from one map to the next, and what is read beyond the last. */
    C1_MAP = C1_SIDE * INPUT, S2_MAP = 200, C3_MAP = 144,
    S4_MAP = S4_SIDE * S4_SIDE, S4 = C3_MAPS * S4_MAP, BEYOND = 16,
    /* Derivatives of C3 lie between zeros, as many as a kernel reaches. */
    BEFORE = 64, C3_BETWEEN = BEFORE + S2_MAP
};

/* The weights, or something for each of them. */
struct weights {
    float c1[C1_MAPS][AREA], c1_bias[C1_MAPS];
    float s2[C1_MAPS], s2_bias[C1_MAPS];
    float c3[PAIRS][AREA], c3_bias[C3_MAPS];
    float s4[C3_MAPS], s4_bias[C3_MAPS];
    float c5[S4][C5], c5_bias[C5];
    float f6[C5][F6], f6_bias[F6];
};

enum { WEIGHTS = sizeof(struct weights) / sizeof(float) };

/* The states of all units, or their squares. */
struct units {
    float image[INPUT * INPUT + BEYOND];
    float c1[C1_MAPS * C1_MAP], s2[C1_MAPS * S2_MAP + BEYOND];
    float c3[C3_MAPS * C3_MAP], s4[S4], c5[C5], f6[F6];
};

/* Derivatives by the total inputs of all units, first or second ones. */
struct derivatives {
    float c1[C1_MAPS * C1_MAP + BEYOND], s2[C1_MAPS * S2_MAP];
    float c3[C3_MAPS * C3_BETWEEN + BEYOND], s4[S4], c5[C5], f6[F6];
};

/* Which kernel joins which maps: kernel k leads from map from[k] to map to[k]. */
struct table {
    int kernels, from[PAIRS], to[PAIRS];
};

enum method { ADD, SDLM, MOMENTUM, ADAM };

/* What is done with the derivative by each weight. */
struct learner {
    int method;
    float rate, decay, momentum; /* eta, weight decay, what is kept of the past */
    float *weights, *one, *two;  /* for each weight; `ADD` adds to `weights`. `one`:
                                    1 / (mu + h), velocity, mean gradient; `two`: mean
                                    squared gradient */
};

struct setting {
    int loss; /* equation 8 or 9 */
    float j, scale;
    float codes[CLASSES][F6];
    struct table c1, c3;
};

typedef float eight __attribute__((vector_size(32), aligned(4), may_alias));

static inline eight load(const float *x) { return *(const eight *)x; }

static inline float sum(eight x)
{
    return (x[0] + x[4]) + (x[1] + x[5]) + (x[2] + x[6]) + (x[3] + x[7]);
}

/* A tanh(S x) = A - 2 A / (e^(2 S x) + 1), the power as a power of two. */
static inline float squashed(float x)
{
    const float log2e = 1.44269504f, ln2 = 0.69314718f;
    float y = 2 * SLOPE * log2e * x;
    y = y > 40 ? 40 : y < -40 ? -40 : y;
    const int whole = (int)(y + 64.5f) - 64;
    const float u = (y - (float)whole) * ln2;
    const float part = 1 + u * (1 + u * (1.0f / 2 + u * (1.0f / 6 + u * (1.0f / 24
                     + u * (1.0f / 120 + u * (1.0f / 720))))));
    const int32_t bits = (whole + 127) << 23;
    float power;
    memcpy(&power, &bits, sizeof power);
    return AMPLITUDE - 2 * AMPLITUDE / (power * part + 1);
}

static void squash(int n, float *x)
{
    for (int i = 0; i < n; i++)
        x[i] = squashed(x[i]);
}

/* f'(a) of a unit with state f(a). */
static inline float slope(float state)
{
    return SLOPE / AMPLITUDE * (AMPLITUDE * AMPLITUDE - state * state);
}

/* --- forward */

static inline void convolve(const struct table *table, int maps, int side, int vectors,
                            int in_map, const float *restrict in,
                            const float (*kernels)[AREA], const float *bias,
                            float *restrict out)
{
    enum { BLOCK = 6 };
    int k = 0;
    for (int m = 0; m < maps; m++) {
        const int first = k;
        while (k < table->kernels && table->to[k] == m)
            k++;
        float *map = out + m * vectors * AT_ONCE;
        for (int v = 0; v < vectors; v += BLOCK) {
            eight sums[BLOCK];
            for (int b = 0; b < BLOCK; b++)
                sums[b] = bias[m] - (eight){0};
            for (int one = first; one < k; one++) {
                const float *x = in + table->from[one] * in_map + v * AT_ONCE;
                for (int row = 0; row < KERNEL; row++, x += side)
                    for (int column = 0; column < KERNEL; column++) {
                        const float w = kernels[one][row * KERNEL + column];
                        for (int b = 0; b < BLOCK; b++)
                            sums[b] += w * load(x + column + b * AT_ONCE);
                    }
            }
            for (int b = 0; b < BLOCK && v + b < vectors; b++)
                *(eight *)(map + (v + b) * AT_ONCE) = sums[b];
        }
        squash(vectors * AT_ONCE, map);
    }
}

/* Adds up a window of 2x2 in a map with rows of length `row`. */
static inline float window(const float *x, int row)
{
    return x[0] + x[1] + x[row] + x[row + 1];
}

static inline void subsample(int maps, int side, int row, int in_map, int out_map,
                             const float *restrict in, const float *coefficient,
                             const float *bias, float *restrict out)
{
    for (int m = 0; m < maps; m++)
        for (int r = 0; r < side; r++)
            for (int c = 0; c < side; c++)
                out[m * out_map + r * side + c] =
                    coefficient[m] * window(in + m * in_map + 2 * r * row + 2 * c, row)
                    + bias[m];
    squash(maps * out_map, out);
}

static inline void dense(int inputs, int units, const float *restrict in,
                         const float *restrict w, const float *bias,
                         float *restrict out)
{
    memcpy(out, bias, units * sizeof *out);
    for (int i = 0; i < inputs; i++)
        for (int j = 0; j < units; j++)
            out[j] += in[i] * w[i * units + j];
    squash(units, out);
}

static void forward(const struct setting *set, const struct weights *w,
                    const float *image, struct units *x)
{
    memcpy(x->image, image, INPUT * INPUT * sizeof *image);
    convolve(&set->c1, C1_MAPS, INPUT, C1_MAP / AT_ONCE, 0, x->image, w->c1,
             w->c1_bias, x->c1);
    subsample(C1_MAPS, S2_SIDE, INPUT, C1_MAP, S2_MAP, x->c1, w->s2, w->s2_bias, x->s2);
    convolve(&set->c3, C3_MAPS, S2_SIDE, C3_MAP / AT_ONCE, S2_MAP, x->s2, w->c3,
             w->c3_bias, x->c3);
    subsample(C3_MAPS, S4_SIDE, S2_SIDE, C3_MAP, S4_MAP, x->c3, w->s4, w->s4_bias,
              x->s4);
    dense(S4, C5, x->s4, w->c5[0], w->c5_bias, x->c5);
    dense(C5, F6, x->c5, w->f6[0], w->f6_bias, x->f6);
}

/* Equation 7. */
static void measure(const struct setting *set, const float *f6, float *penalties)
{
    for (int i = 0; i < CLASSES; i++) {
        penalties[i] = 0;
        for (int k = 0; k < F6; k++)
            penalties[i] += (f6[k] - set->codes[i][k]) * (f6[k] - set->codes[i][k]);
    }
}

/* --- backward

   The same functions carry first derivatives (gradients) and second ones (curvature,
   equations 23 and 25): those take squares of weights, of states and of slopes. */

/* The derivatives by the weights of a layer, from number k on, are known. */
static inline void take(const struct learner *l, long k, int n, const float *g)
{
    float *w = l->weights + k, *one = l->one + k, *two = l->two + k;
    if (l->method == ADD)
        for (int i = 0; i < n; i++)
            w[i] += g[i];
    else if (l->method == SDLM) /* equation 21 */
        for (int i = 0; i < n; i++)
            w[i] -= l->rate * (l->decay * w[i] + one[i] * g[i]);
    else if (l->method == MOMENTUM)
        for (int i = 0; i < n; i++) {
            one[i] = l->momentum * one[i] - l->rate * g[i];
            w[i] += one[i] - l->rate * l->decay * w[i];
        }
    else
        for (int i = 0; i < n; i++) {
            one[i] += 0.1f * (g[i] - one[i]);
            two[i] += 0.001f * (g[i] * g[i] - two[i]);
            w[i] -= l->rate * one[i] / (__builtin_sqrtf(two[i]) + 1e-7f);
        }
}

/* The number of a weight. */
#define NUMBER(part) ((long)(offsetof(struct weights, part) / sizeof(float)))

/* By the kernels and biases of a convolution. */
static inline void take_kernels(const struct table *table, int maps, int side,
                                int vectors, int in_map, const float *restrict in,
                                int d_map, const float *restrict d,
                                const struct learner *l, long kernels, long bias)
{
    for (int k = 0; k < table->kernels; k++) {
        const float *x = in + table->from[k] * in_map, *by = d + table->to[k] * d_map;
        float g[AREA];
        for (int row = 0; row < KERNEL; row++, x += side) {
            eight sums[KERNEL] = {{0}};
            for (int v = 0; v < vectors; v++) {
                const eight one = load(by + v * AT_ONCE);
                for (int column = 0; column < KERNEL; column++)
                    sums[column] += one * load(x + column + v * AT_ONCE);
            }
            for (int column = 0; column < KERNEL; column++)
                g[row * KERNEL + column] = sum(sums[column]);
        }
        take(l, kernels + k * AREA, AREA, g);
    }
    for (int m = 0; m < maps; m++) {
        eight all = {0};
        for (int v = 0; v < vectors; v++)
            all += load(d + m * d_map + v * AT_ONCE);
        const float g = sum(all);
        take(l, bias + m, 1, &g);
    }
}

/* By the states of S2. */
static inline void through_c3(const struct table *table, const float (*kernels)[AREA],
                              const float *restrict d, float *restrict d_in)
{
    enum { BLOCK = 5 };
    for (int m = 0; m < C1_MAPS; m++)
        for (int v = 0; v < S2_MAP / AT_ONCE; v += BLOCK) {
            eight sums[BLOCK] = {{0}};
            for (int k = 0; k < table->kernels; k++) {
                if (table->from[k] != m)
                    continue;
                const float *by = d + table->to[k] * C3_BETWEEN + v * AT_ONCE;
                for (int row = 0; row < KERNEL; row++)
                    for (int column = 0; column < KERNEL; column++) {
                        const float w = kernels[k][row * KERNEL + column];
                        const float *x = by - row * S2_SIDE - column;
                        for (int b = 0; b < BLOCK; b++)
                            sums[b] += w * load(x + b * AT_ONCE);
                    }
            }
            for (int b = 0; b < BLOCK; b++)
                *(eight *)(d_in + m * S2_MAP + (v + b) * AT_ONCE) = sums[b];
        }
}

static inline void through_subsampling(int maps, int side, int row, int d_map,
                                       int in_map, int d_in_map,
                                       const float *restrict in, int in_squares,
                                       const float *coefficient,
                                       const float *restrict d, float *restrict d_in,
                                       const struct learner *l, long coefficients,
                                       long bias)
{
    for (int m = 0; m < maps; m++) {
        float g[2] = {0};
        for (int r = 0; r < side; r++)
            for (int c = 0; c < side; c++) {
                const float one = d[m * d_map + r * side + c];
                const int corner = 2 * r * row + 2 * c;
                const float sums = window(in + m * in_map + corner, row);
                float *by = d_in + m * d_in_map + corner;
                g[0] += one * (in_squares ? sums * sums : sums);
                g[1] += one;
                by[0] = by[1] = by[row] = by[row + 1] = coefficient[m] * one;
            }
        take(l, coefficients + m, 1, g);
        take(l, bias + m, 1, g + 1);
    }
}

/* By the weights and biases of a layer, and by the states that it is given. */
static inline void through_dense(int inputs, int units, const float *in, const float *w,
                                 const float *restrict d, float *restrict d_in,
                                 const struct learner *l, long weights, long bias)
{
    float g[C5];
    for (int i = 0; i < inputs; i++) {
        float all = 0;
        for (int j = 0; j < units; j++) {
            all += w[i * units + j] * d[j];
            g[j] = in[i] * d[j];
        }
        d_in[i] = all;
        take(l, weights + (long)i * units, units, g);
    }
    take(l, bias, units, d);
}

/* From derivatives by states to derivatives by total inputs. */
static inline void through_squash(int n, const float *restrict state, int second,
                                  float *restrict d)
{
    for (int i = 0; i < n; i++) {
        const float one = slope(state[i]);
        d[i] *= second ? one * one : one;
    }
}

/* From the derivatives by the total inputs of F6 down to those by all weights. `in` and
   `w` are the states and weights, or for second derivatives their squares; `unit` says
   that a coefficient is the weight of one connection, whose input is a sum. */
static inline void backward(const struct setting *set, const struct weights *w,
                            const struct units *x, const struct units *in, int second,
                            int unit, struct derivatives *d, const struct learner *l)
{
    const struct units *sums = unit ? x : in;
    through_dense(C5, F6, in->c5, w->f6[0], d->f6, d->c5, l, NUMBER(f6),
                  NUMBER(f6_bias));
    through_squash(C5, x->c5, second, d->c5);
    through_dense(S4, C5, in->s4, w->c5[0], d->c5, d->s4, l, NUMBER(c5),
                  NUMBER(c5_bias));
    through_squash(S4, x->s4, second, d->s4);
    through_subsampling(C3_MAPS, S4_SIDE, S2_SIDE, S4_MAP, C3_MAP, C3_BETWEEN, sums->c3,
                        unit, w->s4, d->s4, d->c3 + BEFORE, l, NUMBER(s4),
                        NUMBER(s4_bias));
    for (int m = 0; m < C3_MAPS; m++)
        through_squash(C3_SIDE * S2_SIDE, x->c3 + m * C3_MAP, second,
                       d->c3 + m * C3_BETWEEN + BEFORE);
    through_c3(&set->c3, w->c3, d->c3 + BEFORE, d->s2);
    take_kernels(&set->c3, C3_MAPS, S2_SIDE, C3_MAP / AT_ONCE, S2_MAP, in->s2,
                 C3_BETWEEN, d->c3 + BEFORE, l, NUMBER(c3), NUMBER(c3_bias));
    through_squash(C1_MAPS * S2_MAP, x->s2, second, d->s2);
    through_subsampling(C1_MAPS, S2_SIDE, INPUT, S2_MAP, C1_MAP, C1_MAP, sums->c1, unit,
                        w->s2, d->s2, d->c1, l, NUMBER(s2), NUMBER(s2_bias));
    through_squash(C1_MAPS * C1_MAP, x->c1, second, d->c1);
    take_kernels(&set->c1, C1_MAPS, INPUT, C1_MAP / AT_ONCE, 0, in->image, C1_MAP,
                 d->c1, l, NUMBER(c1), NUMBER(c1_bias));
}

/* The loss of a pattern, its derivatives by the penalties, the posterior of the
   classes; equation 8 is the penalty of the right class. The label after the last class
   is that of rubbish, whose penalty is j. */
static float lose(const struct setting *set, const float *penalties, int label,
                  float *slopes, float *share)
{
    if (set->loss == 8) {
        for (int i = 0; i < CLASSES; i++) {
            slopes[i] = i == label;
            share[i] = 0;
        }
        return penalties[label];
    }
    float least = set->j, all;
    for (int i = 0; i < CLASSES; i++)
        if (set->scale * penalties[i] < least)
            least = set->scale * penalties[i];
    all = expf(least - set->j); /* the rubbish class */
    for (int i = 0; i < CLASSES; i++)
        all += share[i] = expf(least - set->scale * penalties[i]);
    for (int i = 0; i < CLASSES; i++) {
        share[i] /= all;
        slopes[i] = set->scale * ((i == label) - share[i]);
    }
    return (label < CLASSES ? set->scale * penalties[label] : set->j) - least + logf(all);
}

/* From derivatives by the penalties to those by the total inputs of F6. */
static inline void through_penalties(const struct setting *set, const struct units *x,
                                     const float *slopes, struct derivatives *d)
{
    for (int k = 0; k < F6; k++) {
        d->f6[k] = 0;
        for (int i = 0; i < CLASSES; i++)
            d->f6[k] += slopes[i] * 2 * (x->f6[k] - set->codes[i][k]);
    }
    through_squash(F6, x->f6, 0, d->f6);
}

static void square(int n, const float *x, float *squares)
{
    for (int i = 0; i < n; i++)
        squares[i] = x[i] * x[i];
}

/* --- what is called from outside */

/* Learns from patterns in turn, at the given rates. Returns the mean loss, counts the
   wrong answers to those of a class. */
double learn(const struct setting *set, struct learner *l, const float *rates,
             const float *images, const int *labels, int patterns, int *wrong)
{
    static struct units x;
    static struct derivatives d;
    const struct weights *w = (const struct weights *)l->weights;
    double loss = 0;
    *wrong = 0;
    for (int n = 0; n < patterns; n++) {
        float penalties[CLASSES], slopes[CLASSES], share[CLASSES];
        forward(set, w, images + (size_t)n * INPUT * INPUT, &x);
        measure(set, x.f6, penalties);
        int answer = 0;
        for (int i = 1; i < CLASSES; i++)
            if (penalties[i] < penalties[answer])
                answer = i;
        *wrong += answer != labels[n] && labels[n] < CLASSES;
        loss += lose(set, penalties, labels[n], slopes, share);
        through_penalties(set, &x, slopes, &d);
        l->rate = rates[n];
        backward(set, w, &x, &x, 0, 0, &d, l);
    }
    return loss / patterns;
}

/* Adds up h_kk of each weight over patterns: `h` has a place for each weight. */
void curvature(const struct setting *set, const struct weights *w, int unit,
               const float *images, const int *labels, int patterns, float *h)
{
    static struct units x, in;
    static struct derivatives d;
    static struct weights squares;
    const struct learner l = {.method = ADD, .weights = h, .one = h, .two = h};
    square(WEIGHTS, (const float *)w, (float *)&squares);
    for (int n = 0; n < patterns; n++) {
        float penalties[CLASSES], slopes[CLASSES], share[CLASSES], all = 0;
        forward(set, w, images + (size_t)n * INPUT * INPUT, &x);
        measure(set, x.f6, penalties);
        lose(set, penalties, labels[n], slopes, share);
        square(sizeof x / sizeof(float), (const float *)&x, (float *)&in);
        for (int i = 0; i < CLASSES; i++)
            all += slopes[i];
        for (int k = 0; k < F6; k++) {
            float mean = 0, square = 0;
            for (int i = 0; i < CLASSES; i++) {
                const float one = x.f6[k] - set->codes[i][k];
                mean += share[i] * one;
                square += share[i] * one * one;
            }
            d.f6[k] = 2 * all + 4 * set->scale * set->scale * (square - mean * mean);
        }
        through_squash(F6, x.f6, 1, d.f6);
        backward(set, &squares, &x, &in, 1, unit, &d, &l);
    }
}

/* The penalties of the classes for each pattern. */
void answer(const struct setting *set, const struct weights *w, const float *images,
            int patterns, float *penalties)
{
    static struct units x;
    for (int n = 0; n < patterns; n++) {
        forward(set, w, images + (size_t)n * INPUT * INPUT, &x);
        measure(set, x.f6, penalties + n * CLASSES);
    }
}

/* All that a pattern makes of the network, forwards and backwards, and its loss. */
struct explanation {
    struct units states;
    struct derivatives derivatives;
    float penalties[CLASSES], slopes[CLASSES]; /* of the loss, by the penalties */
    float gradient[WEIGHTS], loss;
};

void explain(const struct setting *set, const struct weights *w, const float *image,
             int label, struct explanation *e)
{
    const struct learner l = {
        .method = ADD, .weights = e->gradient, .one = e->gradient, .two = e->gradient
    };
    float share[CLASSES];
    memset(e, 0, sizeof *e);
    forward(set, w, image, &e->states);
    measure(set, e->states.f6, e->penalties);
    e->loss = lose(set, e->penalties, label, e->slopes, share);
    through_penalties(set, &e->states, e->slopes, &e->derivatives);
    backward(set, w, &e->states, &e->states, 0, 0, &e->derivatives, &l);
}

enum { NODES = 9 }; /* a side of the grid that bends an image, a sixth of it apart */

/* What the four nodes around a place of a row contribute to it: a cubic B-spline.
   Returns the first of them. */
static int spline(int place, float *shares)
{
    const float distance = INPUT / 6.0f;
    const int first = (int)((float)place / distance);
    const float t = (float)place / distance - (float)first, rest = 1 - t;
    shares[0] = rest * rest * rest / 6;
    shares[1] = (3 * t * t * t - 6 * t * t + 4) / 6;
    shares[2] = (1 + 3 * t + 3 * t * t - 3 * t * t * t) / 6;
    shares[3] = t * t * t / 6;
    return first;
}

/* How far each pixel is moved in one direction by displacements at the nodes. */
static void bend(const float (*nodes)[NODES], float (*field)[INPUT])
{
    for (int r = 0; r < INPUT; r++) {
        float row[NODES] = {0}, shares[4];
        const int down = spline(r, shares);
        for (int i = 0; i < 4; i++)
            for (int k = 0; k < NODES; k++)
                row[k] += shares[i] * nodes[down + i][k];
        for (int c = 0; c < INPUT; c++) {
            const int right = spline(c, shares);
            field[r][c] = 0;
            for (int i = 0; i < 4; i++)
                field[r][c] += shares[i] * row[right + i];
        }
    }
}

/* Distorts an image, as `random_affine` and `random_elastic` do. `way` leads from a
   pixel back to where it comes from, both (x, y) from the centre: two rows of three.
   `nodes` holds displacements, those down and then those to the right. */
void distort(const float *image, const float *way, const float *nodes, float *distorted)
{
    enum { FRAMED = INPUT + 2 };
    static float ink[FRAMED * FRAMED]; /* in a frame of paper, which is zero */
    static float down[INPUT][INPUT], right[INPUT][INPUT];
    const float paper = -0.1f, centre = (INPUT - 1) / 2.0f, last = INPUT + 0.999f;
    for (int r = 0; r < INPUT; r++)
        for (int c = 0; c < INPUT; c++)
            ink[(r + 1) * FRAMED + c + 1] = image[r * INPUT + c] - paper;
    bend((const float(*)[NODES])nodes, down);
    bend((const float(*)[NODES])nodes + NODES, right);
    for (int r = 0; r < INPUT; r++)
        for (int c = 0; c < INPUT; c++) {
            const float x = (float)c - centre, y = (float)r - centre;
            float column = way[0] * x + way[1] * y + way[2] + right[r][c] + centre + 1;
            float row = way[3] * x + way[4] * y + way[5] + down[r][c] + centre + 1;
            column = column < 0 ? 0 : column > last ? last : column;
            row = row < 0 ? 0 : row > last ? last : row;
            const float *at = ink + (int)row * FRAMED + (int)column;
            const float across = column - (float)(int)column;
            const float upper = at[0] + across * (at[1] - at[0]);
            const float lower = at[FRAMED] + across * (at[FRAMED + 1] - at[FRAMED]);
            distorted[r * INPUT + c] =
                upper + (row - (float)(int)row) * (lower - upper) + paper;
        }
}
