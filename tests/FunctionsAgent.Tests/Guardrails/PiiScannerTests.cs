using FunctionsAgent.Guardrails;

namespace FunctionsAgent.Tests.Guardrails;

public sealed class PiiScannerTests
{
    private static string Found(string text, PiiScanner? scanner = null) =>
        string.Join(" | ", (scanner ?? PiiScanner.Everyday).Scan(text).Select(find => $"{find.Name}: {text.Substring(find.Start, find.Length)}"));

    [Theory]
    [InlineData("Write to Ada.Lovelace+news@mail.shop.example, please.", "email: Ada.Lovelace+news@mail.shop.example")]
    [InlineData("Card 4111-1111-1111-1111, thanks", "card: 4111-1111-1111-1111")]
    [InlineData("4111 1111 1111 1111 12/27", "card: 4111 1111 1111 1111")]
    [InlineData("IBAN DE89 3704 0044 0532 0130 00.", "iban: DE89 3704 0044 0532 0130 00")]
    [InlineData("My SSN is 531-21-7351", "ssn: 531-21-7351")]
    [InlineData("social security number 531217351", "ssn: 531217351")]
    [InlineData("it came from 10.1.2.3:8080 and [2001:db8::1]", "ip: 10.1.2.3 | ip: 2001:db8::1")]
    [InlineData("see https://shop.example/a?b=c#d, or shop.de", "domain: https://shop.example/a?b=c#d | domain: shop.de")]
    [InlineData("Call me at 0412 345 678 or +49 30 1234567", "phone: 0412 345 678 | phone: +49 30 1234567")]
    [InlineData("415 555 0132 415 555 0133", "phone: 415 555 0132 | phone: 415 555 0133")]
    [InlineData("电话：+86 138 1234 5678，谢谢", "phone: +86 138 1234 5678")]
    [InlineData("on 2026-11-23 at noon", "date: 2026-11-23")]
    public void What_customers_write_is_found(string text, string found) => Assert.Equal(found, Found(text));

    [Theory]
    [InlineData("Card 4111-1111-1111-1112, thanks")]
    [InlineData("IBAN DE89 3704 0044 0532 0130 01.")]
    [InlineData("My SSN is 666-21-7351, 900-21-7351, 531-00-7351 and 531-21-0000")]
    [InlineData("order 531217351 for 1,299.00")]
    [InlineData("Order 20261123-0001 of 12 lamps, 1299.00 each, ref. W1001")]
    [InlineData("It is 3... 2... 1... at 5.30 p.m., e.g. today.It works")]
    [InlineData("version 10.1.2.3 and 256.1.1.1, 1.2.3")]
    [InlineData("the ratio is 1:2:3:4 :: std::vector")]
    [InlineData("@ada, look @ this: a@b")]
    [InlineData("")]
    public void What_only_looks_like_it_is_left_alone(string text) => Assert.Equal("", Found(text));

    [Theory]
    [InlineData("my passport is 912803456", "us-passport: 912803456")]
    [InlineData("my parcel is 912803456", "")]
    [InlineData("PLZ 80331 München", "de-postcode: 80331")]
    [InlineData("80331 apples, alone", "")]
    public void A_weak_form_counts_beside_one_of_its_words(string text, string found) => Assert.Equal(found, Found(text, new(["us-passport", "de-postcode"])));

    [Fact]
    public void Finds_that_overlap_are_one_and_leave_nothing_over()
    {
        const string text = "https://shop.example/?to=ada@shop.example";

        Assert.Equal((2, text.Length), (PiiScanner.Everyday.Forms(text).Length, Assert.Single(PiiScanner.Everyday.Scan(text)).Length));
    }

    [Fact]
    public void A_type_nobody_recognises_is_refused_by_name() => Assert.Contains("nl-bsn", Assert.Throws<ArgumentException>(() => new PiiScanner(["nl-bsn"])).Message, StringComparison.Ordinal);

    [Fact]
    public void A_text_without_entities_costs_next_to_no_memory()
    {
        var text = string.Concat(Enumerable.Repeat("I would like to know where my lamp is, it was to come on Monday at 5 or so; room 12, 3 lamps. ", 22))[..2048];
        for (var i = 0; i < 50; i++) Assert.Empty(PiiScanner.All.Scan(text));
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++) PiiScanner.All.Scan(text);
        var bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / 100;

        // 32 bytes in optimised code; what is not optimised yet puts on the heap what later lives on the stack.
        Assert.InRange(bytes, 0, 32_768);
    }
}
