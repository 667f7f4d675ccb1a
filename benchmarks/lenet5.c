/* LeNet-5 learning from single patterns, in plain C on one core: the limit.

   The same network and updates as `CompiledPass` with `SDLM` and equation 8, and
   nothing else. `plain_c.py` compiles this file and compares the learned weights.

   Maps are stored one after the other. The maps of a convolution keep the row length
   of its input: each weight of a kernel then meets one long row of numbers, which
   compilers turn into vector instructions. The last four columns of a row are unused:
   they hold anything in states, and zeros in derivatives. */

#include <math.h>
#include <string.h>

#define AMPLITUDE 1.7159f
#define SLOPE (2.0f / 3.0f)

enum {
    KERNEL = 5, AREA = KERNEL * KERNEL,
    INPUT = 32, C1_SIDE = 28, S2_SIDE = 14, C3_SIDE = 10, S4_SIDE = 5,
    C1_MAPS = 6, C3_MAPS = 16, C5 = 120, F6 = 84, CLASSES = 10,
    C3_KERNELS = 60, /* connected pairs of maps in Table I */
    C1_MAP = C1_SIDE * INPUT, S2_MAP = S2_SIDE * S2_SIDE,
    C3_MAP = C3_SIDE * S2_SIDE, S4_MAP = S4_SIDE * S4_SIDE, S4 = C3_MAPS * S4_MAP
};

/* 60,000 numbers in one row: the weights, or something for each of them. */
struct weights {
    float c1[C1_MAPS][AREA], c1_bias[C1_MAPS];
    float s2[C1_MAPS], s2_bias[C1_MAPS];
    float c3[C3_KERNELS][AREA], c3_bias[C3_MAPS];
    float s4[C3_MAPS], s4_bias[C3_MAPS];
    float c5[S4][C5], c5_bias[C5];
    float f6[C5][F6], f6_bias[F6];
};

enum { WEIGHTS = sizeof(struct weights) / sizeof(float) };

/* The states of all units, or the derivatives of the loss by their total inputs. */
struct units {
    float c1[C1_MAPS][C1_MAP], s2[C1_MAPS][S2_MAP];
    float c3[C3_MAPS][C3_MAP], s4[S4], c5[C5], f6[F6];
};

/* Which kernel joins which maps: kernel k leads from map from[k] to map to[k]. */
struct table {
    int kernels;
    const int *from, *to;
};

static void squash(int n, float *x)
{
    for (int i = 0; i < n; i++)
        x[i] = AMPLITUDE * tanhf(SLOPE * x[i]);
}

/* From derivatives by states to derivatives by total inputs. */
static void unsquash(int n, const float *restrict state, float *restrict d)
{
    for (int i = 0; i < n; i++)
        d[i] *= SLOPE / AMPLITUDE * (AMPLITUDE * AMPLITUDE - state[i] * state[i]);
}

static inline float dot(int n, const float *restrict a, const float *restrict b)
{
    float sum = 0;
    for (int i = 0; i < n; i++)
        sum += a[i] * b[i];
    return sum;
}

static inline void convolve(struct table table, int maps, int side,
                            const float *restrict in, const float *kernels,
                            const float *bias, float *restrict out)
{
    const int area = side * side, stored = side * (side - KERNEL + 1);
    const int used = stored - (KERNEL - 1);
    for (int m = 0; m < maps; m++)
        for (int i = 0; i < stored; i++)
            out[m * stored + i] = bias[m];
    for (int k = 0; k < table.kernels; k++) {
        float *sums = out + table.to[k] * stored;
        for (int row = 0; row < KERNEL; row++) {
            const float *w = kernels + k * AREA + row * KERNEL;
            const float *x = in + table.from[k] * area + row * side;
            for (int i = 0; i < used; i++)
                sums[i] += w[0] * x[i] + w[1] * x[i + 1] + w[2] * x[i + 2]
                         + w[3] * x[i + 3] + w[4] * x[i + 4];
        }
    }
    squash(maps * stored, out);
}

/* `d_in` gets the derivatives by the states of the input, if there is a `d_in`. */
static inline void convolve_back(struct table table, int maps, int side,
                                 const float *restrict in,
                                 const float *kernels, const float *restrict d,
                                 float *restrict d_in, float *d_kernels,
                                 float *d_bias)
{
    const int area = side * side, stored = side * (side - KERNEL + 1);
    const int used = stored - (KERNEL - 1);
    for (int m = 0; m < maps; m++) {
        d_bias[m] = 0;
        for (int i = 0; i < stored; i++)
            d_bias[m] += d[m * stored + i];
    }
    for (int k = 0; k < table.kernels; k++)
        for (int place = 0; place < AREA; place++) {
            const float *d_out = d + table.to[k] * stored;
            const int start =
                table.from[k] * area + place / KERNEL * side + place % KERNEL;
            d_kernels[k * AREA + place] = dot(used, d_out, in + start);
            if (d_in)
                for (int i = 0; i < used; i++)
                    d_in[start + i] += kernels[k * AREA + place] * d_out[i];
        }
}

/* Adds up windows of 2x2 in maps with rows of length `row`. */
static inline float window(const float *x, int row)
{
    return x[0] + x[1] + x[row] + x[row + 1];
}

static inline void subsample(int maps, int side, int row, const float *restrict in,
                             const float *coefficient, const float *bias,
                             float *restrict out)
{
    const int map = 2 * side * row;
    for (int m = 0; m < maps; m++)
        for (int r = 0; r < side; r++)
            for (int c = 0; c < side; c++)
                out[(m * side + r) * side + c] =
                    coefficient[m] * window(in + m * map + 2 * r * row + 2 * c, row)
                    + bias[m];
    squash(maps * side * side, out);
}

static inline void subsample_back(int maps, int side, int row,
                                  const float *restrict in, const float *coefficient,
                                  const float *restrict d, float *restrict d_in,
                                  float *d_coefficient, float *d_bias)
{
    const int map = 2 * side * row;
    for (int m = 0; m < maps; m++) {
        d_coefficient[m] = d_bias[m] = 0;
        for (int r = 0; r < side; r++)
            for (int c = 0; c < side; c++) {
                const float one = d[(m * side + r) * side + c];
                const int corner = m * map + 2 * r * row + 2 * c;
                d_coefficient[m] += one * window(in + corner, row);
                d_bias[m] += one;
                d_in[corner] = d_in[corner + 1] = d_in[corner + row] =
                    d_in[corner + row + 1] = coefficient[m] * one;
            }
    }
    unsquash(maps * map, in, d_in);
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

static inline void dense_back(int inputs, int units, const float *restrict in,
                              const float *restrict w, const float *restrict d,
                              float *restrict d_in, float *restrict d_w, float *d_bias)
{
    memcpy(d_bias, d, units * sizeof *d);
    for (int i = 0; i < inputs; i++) {
        d_in[i] = dot(units, w + i * units, d);
        for (int j = 0; j < units; j++)
            d_w[i * units + j] = in[i] * d[j];
    }
    unsquash(inputs, in, d_in);
}

/* One pass. `curvature` holds h_kk of each weight; kernel k of C3 joins the maps
   from[k] and to[k]. Returns the mean loss, counts the wrong answers. */
double learn(struct weights *w, const float *curvature, float eta, float mu,
             const int *from, const int *to, const float (*codes)[F6],
             const float (*images)[INPUT * INPUT], const int *labels, int patterns,
             int *wrong)
{
    static const int from_image[C1_MAPS], to_map[C1_MAPS] = {0, 1, 2, 3, 4, 5};
    const struct table c1 = {C1_MAPS, from_image, to_map}, c3 = {C3_KERNELS, from, to};
    static struct weights g; /* the gradient */
    static float rates[WEIGHTS];
    static struct units x, d;
    double loss = 0;

    for (int k = 0; k < WEIGHTS; k++) /* equation 21 */
        rates[k] = eta / (mu + curvature[k]);
    *wrong = 0;
    for (int n = 0; n < patterns; n++) {
        convolve(c1, C1_MAPS, INPUT, images[n], w->c1[0], w->c1_bias, x.c1[0]);
        subsample(C1_MAPS, S2_SIDE, INPUT, x.c1[0], w->s2, w->s2_bias, x.s2[0]);
        convolve(c3, C3_MAPS, S2_SIDE, x.s2[0], w->c3[0], w->c3_bias, x.c3[0]);
        subsample(C3_MAPS, S4_SIDE, S2_SIDE, x.c3[0], w->s4, w->s4_bias, x.s4);
        dense(S4, C5, x.s4, w->c5[0], w->c5_bias, x.c5);
        dense(C5, F6, x.c5, w->f6[0], w->f6_bias, x.f6);

        float penalties[CLASSES] = {0}; /* equation 7 */
        int answer = 0;
        for (int i = 0; i < CLASSES; i++) {
            for (int j = 0; j < F6; j++)
                penalties[i] += (x.f6[j] - codes[i][j]) * (x.f6[j] - codes[i][j]);
            if (penalties[i] < penalties[answer])
                answer = i;
        }
        *wrong += answer != labels[n];
        loss += penalties[labels[n]]; /* equation 8 */

        for (int j = 0; j < F6; j++)
            d.f6[j] = 2 * (x.f6[j] - codes[labels[n]][j]);
        unsquash(F6, x.f6, d.f6);
        dense_back(C5, F6, x.c5, w->f6[0], d.f6, d.c5, g.f6[0], g.f6_bias);
        dense_back(S4, C5, x.s4, w->c5[0], d.c5, d.s4, g.c5[0], g.c5_bias);
        subsample_back(C3_MAPS, S4_SIDE, S2_SIDE, x.c3[0], w->s4, d.s4, d.c3[0], g.s4,
                       g.s4_bias);
        memset(d.s2, 0, sizeof d.s2);
        convolve_back(c3, C3_MAPS, S2_SIDE, x.s2[0], w->c3[0], d.c3[0], d.s2[0],
                      g.c3[0], g.c3_bias);
        unsquash(C1_MAPS * S2_MAP, x.s2[0], d.s2[0]);
        subsample_back(C1_MAPS, S2_SIDE, INPUT, x.c1[0], w->s2, d.s2[0], d.c1[0], g.s2,
                       g.s2_bias);
        convolve_back(c1, C1_MAPS, INPUT, images[n], w->c1[0], d.c1[0], 0, g.c1[0],
                      g.c1_bias);

        for (int k = 0; k < WEIGHTS; k++)
            ((float *)w)[k] -= rates[k] * ((float *)&g)[k];
    }
    return loss / patterns;
}
