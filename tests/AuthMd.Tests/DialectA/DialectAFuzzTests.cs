using System.Globalization;
using System.Text;
using AuthMd.Claims;
using AuthMd.Http;
using AuthMd.Tests.Drivers;

namespace AuthMd.Tests.DialectA;

/// <summary>10,000 damaged bodies by default, SEEDS times as many on request, at every endpoint of dialect A: none fails inside, and none claims.</summary>
public sealed class DialectAFuzzTests
{
    private static readonly int Seeds = int.TryParse(Environment.GetEnvironmentVariable("SEEDS"), NumberStyles.None, CultureInfo.InvariantCulture, out var seeds) ? Math.Max(1, seeds) : 1;

    private static readonly byte[][] Scraps =
    [
        [0], [0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [.. "\\ud800"u8], [.. "\\u0000"u8], [.. "%00"u8], [.. "%"u8], [.. "%C3%28"u8], [.. "&"u8], [.. "&claim_token=x"u8], [.. "="u8], [.. "+"u8], [.. ";"u8],
        [.. "\""u8], [.. "{"u8], [.. "}"u8], [.. "[[[[[[[[[[[[[[[[[[[["u8], [.. "null"u8], [.. "-1e9999"u8], [.. ",\"type\":\"service_auth\""u8], [.. "\r\n"u8], [.. " "u8], [.. "🙂"u8], [.. "\u202E"u8], [.. "<script>"u8], [.. "١٢٣٤٥٦"u8],
    ];

    [Fact]
    public async Task Damaged_bodies_are_4xx_and_claim_nothing()
    {
        await using var service = await Ceremony.StartAsync(AuthMdDialect.A);
        var ann = service.Accounts.Add("ann@shop.example");
        var asked = await service.AskAsync("ann@shop.example");
        var view = asked.At("claim.verification_uri").Split('=')[1];
        // Not its own code: an insertion of a blank is none, and the person may type one.
        var typed = $"claim_attempt_token={view}&user_code={Service.Wrong(asked.At("claim.user_code"))}&form_token={HeaderSignIn.FormToken(ann.Id)}x";
        (string Route, string Type, string Body)[] good =
        [
            (Routes.Token, "application/x-www-form-urlencoded", $"grant_type={Uri.EscapeDataString(ClaimPolling.Type)}&claim_token={asked.At("claim_token")}&resource=http%3A%2F%2Fshop.example&scope=api.read"),
            (Routes.Complete, "application/x-www-form-urlencoded", typed),
            (Routes.Complete, "application/json", $$"""{"claim_token":"{{asked.At("claim_token")}}","user_code":"{{asked.At("claim.user_code")}}"}"""),
            (Routes.Claim, "application/json", """{"claim_token":"clm_AAAAAAAAAAAAAAAAAAAAAAAAAA","email":"ann@shop.example"}"""),
            (Routes.Identity, "application/json", """{"type":"refresh","refresh_token":"art_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}"""),
        ];
        await Parallel.ForAsync(0, 10_000 * Seeds, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (n, ct) =>
        {
            var random = new Random(n);
            var (route, type, body) = good[n % good.Length];
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(route, UriKind.Relative)) { Content = new ByteArrayContent(Damage(Encoding.UTF8.GetBytes(body), random)) };
            request.Content.Headers.TryAddWithoutValidation("Content-Type", random.Next(20) == 0 ? "text/plain" : type);
            request.Headers.Add(HeaderSignIn.Header, ann.Id);
            var status = (int)(await service.Agent.SendAsync(request, ct)).StatusCode;
            Assert.True(status is >= 400 and < 500, $"Seed {n}: {status} at {route}");
        });
        var stored = (await service.Registrations.FindAsync(asked.At("registration_id"), CancellationToken.None))!;
        Assert.Null(stored.Claimed);
        Assert.DoesNotContain(service.Store.All, entry => entry.Kind == "token");
        Assert.Equal(200, (await new Ceremony(service).ClaimAsync(await service.BeginAsync(asked.At("claim_token"), "ann@shop.example"), asked.At("claim_token"), ann)).Status);
    }

    private static byte[] Damage(byte[] body, Random random)
    {
        var damaged = body.ToList();
        for (var n = random.Next(1, 4); n > 0; n--)
        {
            var at = random.Next(damaged.Count + 1);
            switch (random.Next(3))
            {
                case 0:
                    damaged.InsertRange(at, Scraps[random.Next(Scraps.Length)]);
                    break;
                case 1 when at < damaged.Count:
                    damaged.RemoveRange(at, random.Next(1, damaged.Count - at + 1));
                    break;
                case 2 when at < damaged.Count:
                    damaged[at] ^= (byte)(1 << random.Next(8));
                    break;
            }
        }
        return [.. damaged];
    }
}
