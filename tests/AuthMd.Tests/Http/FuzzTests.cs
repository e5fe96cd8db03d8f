using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AuthMd.Http;
using AuthMd.Tests.Drivers;
using AuthMd.Tokens;
using Microsoft.IdentityModel.Tokens;

namespace AuthMd.Tests.Http;

/// <summary>10,000 damaged bodies and assertions by default, SEEDS times as many on request: none fails inside, and none that is no registration or token of ours passes.</summary>
public sealed class FuzzTests
{
    private static readonly int Seeds = int.TryParse(Environment.GetEnvironmentVariable("SEEDS"), NumberStyles.None, CultureInfo.InvariantCulture, out var seeds) ? Math.Max(1, seeds) : 1;

    private static readonly byte[][] Scraps =
    [
        [0], [0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [.. "\\ud800"u8], [.. "\\u0000"u8], [.. "%00"u8], [.. "%"u8], [.. "%C3%28"u8], [.. "&"u8], [.. "&assertion=x"u8], [.. "="u8], [.. "."u8], [.. "....."u8],
        [.. "\""u8], [.. "{"u8], [.. "}"u8], [.. "["u8], [.. "[[[[[[[[[[[[[[[[[[[["u8], [.. "null"u8], [.. "true"u8], [.. "-1e9999"u8], [.. "9223372036854775808"u8], [.. ",\"type\":\"anonymous\""u8], [.. "/**/"u8],
        [.. "eyJhbGciOiJub25lIn0"u8], [.. "\r\n"u8], [.. " "u8], [.. "🙂"u8], [.. "../"u8], [.. "'--"u8],
    ];

    private static readonly string[] Types = ["application/json", "application/x-www-form-urlencoded", "application/json;charset=utf-16", "APPLICATION/JSON", "text/plain", "application/secevent+jwt", ";", "a/b;c=\"", "multipart/form-data; boundary=", ""];

    [Fact]
    public async Task Damaged_bodies_are_4xx_never_5xx()
    {
        await using var service = await Service.StartAsync();
        var registered = await service.RegisterAsync();
        var form = $"grant_type={Uri.EscapeDataString(AssertionGrant.Type)}&assertion={registered.At("identity.assertion")}&resource=http%3A%2F%2Fshop.example&scope=api.read";
        (string Route, string Type, string Body)[] good =
        [
            (Routes.Identity, Types[0], """{"type":"anonymous","note":{"list":[1,2.5,null,true,"\u00e9"]}}"""),
            (Routes.Identity, Types[0], """{"type":"identity_assertion","assertion_type":"urn:ietf:params:oauth:token-type:id-jag","assertion":"a.b.c"}"""),
            (Routes.Token, Types[1], form),
            (Routes.Identity, Types[0], """{"type":"service_auth","login_hint":"ada@example.com"}"""),
            (Routes.Identity, Types[0], """{"type":"refresh","refresh_token":"art_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}"""),
            (Routes.Claim, Types[0], JsonSerializer.Serialize(new { type = "service_auth", claim_token = registered.At("claim.token"), login_hint = "ada@example.com" })),
            (Routes.Complete, Types[0], JsonSerializer.Serialize(new { claim_token = registered.At("claim.token"), user_code = "012345" })),
            (Routes.Confirm, Types[1], "claim_attempt_token=cvt_AAAA&form_token=x"),
            (Routes.Events, Types[5], "eyJhbGciOiJFUzI1NiIsInR5cCI6InNlY2V2ZW50K2p3dCIsImtpZCI6IngifQ.eyJpc3MiOiJodHRwczovL2lkcC5leGFtcGxlIn0.AAAA"),
            (Routes.Revoke, Types[1], "token=at_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA&token_type_hint=access_token"),
        ];
        var refused = 0;
        await Parallel.ForAsync(0, 7_000 * Seeds, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (n, _) =>
        {
            var random = new Random(n);
            var (route, type, body) = good[n % good.Length];
            var answer = await service.SendAsync(route, Damage(Encoding.UTF8.GetBytes(body), random), random.Next(20) == 0 ? Types[random.Next(Types.Length)] : type);
            Assert.True(answer.Status < 500, $"Seed {n}: {answer.Status} at {route}");
            if (answer.Status < 400) return;
            if (route is not (Routes.Confirm or Routes.Events)) Assert.NotNull(answer.Code);
            Interlocked.Increment(ref refused);
        });
        Assert.True(refused > 3_000 * Seeds, $"Only {refused} were damaged enough to be refused.");
    }

    [Fact]
    public async Task Damaged_assertions_are_4xx_never_5xx_and_never_a_token()
    {
        await using var service = await Service.StartAsync();
        var assertion = (await service.RegisterAsync()).At("identity.assertion");
        var original = assertion.Split('.').Select(Base64UrlEncoder.DecodeBytes).ToArray();
        var key = (await service.Keys.CurrentAsync(CancellationToken.None)).Key.ECDsa;
        await Parallel.ForAsync(0, 3_000 * Seeds, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (n, _) =>
        {
            var random = new Random(n);
            var damaged = (n % 3) switch
            {
                0 => Encoding.Latin1.GetString(Damage(Encoding.ASCII.GetBytes(assertion), random)),
                // Damage inside the parts, so that it is well-formed outside.
                1 => string.Join('.', original.Select(part => Base64UrlEncoder.Encode(random.Next(2) == 0 ? part : Damage(part, random)))),
                _ => Signed(random.Next(2) == 0 ? original[0] : Damage(original[0], random), Damage(original[1], random), key),
            };
            var answer = await service.ExchangeAsync(damaged);
            Assert.True(answer.Status is 200 or (>= 400 and < 500), $"Seed {n}: {answer.Status}");
            // Whatever is rightly signed was said by us; a damaged number may still be a later hour.
            if (answer.Status == 200 && n % 3 != 2) Assert.True(Same(damaged, original), $"Seed {n} passed: {damaged}");
        });
    }

    private static byte[] Damage(byte[] body, Random random)
    {
        var bytes = body.ToList();
        for (var times = random.Next(1, 4); times > 0; times--)
        {
            var at = random.Next(bytes.Count + 1);
            switch (random.Next(6))
            {
                case 0:
                    bytes.InsertRange(at, Scraps[random.Next(Scraps.Length)]);
                    break;
                case 1:
                    bytes.RemoveRange(at, random.Next(bytes.Count - at + 1));
                    break;
                case 2 when bytes.Count > 0:
                    bytes[random.Next(bytes.Count)] ^= (byte)(1 << random.Next(8));
                    break;
                case 3:
                    bytes.InsertRange(at, bytes[..at]);
                    break;
                case 4:
                    bytes.RemoveRange(at, Math.Min(random.Next(1, 8), bytes.Count - at));
                    break;
                default:
                    var scrap = Scraps[random.Next(Scraps.Length)];
                    for (var n = 0; n < scrap.Length && at + n < bytes.Count; n++) bytes[at + n] = scrap[n];
                    break;
            }
        }
        return [.. bytes];
    }

    private static string Signed(byte[] header, byte[] payload, ECDsa key)
    {
        var signed = $"{Base64UrlEncoder.Encode(header)}.{Base64UrlEncoder.Encode(payload)}";
        lock (key) return $"{signed}.{Base64UrlEncoder.Encode(key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256))}";
    }

    /// <summary>Another spelling of the same bytes is no forgery.</summary>
    private static bool Same(string damaged, byte[][] original)
    {
        try
        {
            return damaged.Trim().Split('.').Select(Base64UrlEncoder.DecodeBytes).Zip(original).All(pair => pair.First.AsSpan().SequenceEqual(pair.Second));
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
