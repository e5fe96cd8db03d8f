using System.Globalization;
using System.Text;
using AuthMd.Http;
using AuthMd.Tests.Drivers;

namespace AuthMd.Tests.Claims;

/// <summary>What browsers and agents can send to a claim that stands open, damaged: 1,000 by default, SEEDS times as many on request. Nothing fails inside, and nothing decides.</summary>
public sealed class ClaimFuzzTests
{
    private static readonly int Seeds = int.TryParse(Environment.GetEnvironmentVariable("SEEDS"), NumberStyles.None, CultureInfo.InvariantCulture, out var seeds) ? Math.Max(1, seeds) : 1;

    private static readonly string[] Scraps =
    [
        "", " ", "\0", "\uFFFD", "🙂", "\u202E", "<script>", "&quot;", "%", "%00", "%FF", "+", "&", "=", "null", "{}", "[]", "\"", "'", "../", "//", "\\", "\r\n", "cvt_", "000000", new string('9', 3000),
    ];

    [Theory]
    [InlineData(AuthMdDialect.A)]
    [InlineData(AuthMdDialect.B)]
    public async Task Damaged_links_and_forms_of_somebody_signed_in_are_4xx_and_decide_nothing(AuthMdDialect dialect)
    {
        await using var service = await Service.StartAsync(options => options with { Dialect = dialect });
        var ann = service.Accounts.Add("ann@shop.example");
        var (row, claim) = await service.StepUpAsync(ann);
        var token = claim.Attempt!.VerificationUri.Split('=')[1];
        var before = await service.Registrations.FindAsync(row.Id, CancellationToken.None);
        await Parallel.ForAsync(0, 500 * Seeds, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (n, _) =>
        {
            var random = new Random(n);
            var damaged = Damage(token, random);
            var answers = new[]
            {
                await service.As(ann).OpenAsync($"/claim?claim_attempt_token={(random.Next(2) == 0 ? Uri.EscapeDataString(damaged) : "x" + damaged)}"),
                await service.As(ann).PostAsync(Pick(random, Routes.Confirm, Routes.Deny, Routes.Complete), ("claim_attempt_token", damaged), ("form_token", HeaderSignIn.FormToken(ann.Id)), ("user_code", Damage("123456", random))),
                await service.As(ann).PostAsync(Pick(random, Routes.Confirm, Routes.Deny, Routes.Complete), ("claim_attempt_token", token), ("form_token", Damage(HeaderSignIn.FormToken(ann.Id), random)), ("user_code", claim.Attempt.Code)),
                await service.TextAsync(Pick(random, Routes.Claim, Routes.Complete), Damage($$"""{"claim_token":"{{Damage(claim.Token, random)}}","login_hint":"ann@shop.example","user_code":"{{claim.Attempt.Code}}"}""", random)),
            };
            Assert.All(answers, answer => Assert.True(answer.Status is >= 400 and < 500, $"Seed {n}: {answer.Status}"));
        });
        Assert.Equal(before, await service.Registrations.FindAsync(row.Id, CancellationToken.None), (left, right) => left!.Claim == right!.Claim && left.Claimed == right.Claimed);
    }

    private static string Pick(Random random, params string[] routes) => routes[random.Next(routes.Length)];

    /// <summary>Never what it was.</summary>
    private static string Damage(string text, Random random)
    {
        var damaged = new StringBuilder(text);
        var at = random.Next(text.Length);
        switch (random.Next(3))
        {
            case 0:
                damaged.Insert(at, Scraps[random.Next(Scraps.Length)]);
                break;
            case 1:
                damaged.Remove(at, random.Next(1, text.Length - at + 1));
                break;
            default:
                damaged[at] ^= (char)(1 << random.Next(7));
                break;
        }
        return damaged.ToString() == text ? text + "x" : damaged.ToString();
    }
}
