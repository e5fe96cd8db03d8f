using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using FunctionsAgent.Reasoning;

namespace FunctionsAgent.Tests.Reasoning;

/// <summary>What holds for any examples and any text.</summary>
public sealed class IntentModelPropertyTests
{
    private static readonly IntentModel Retail = IntentModel.Train(IntentRetail.Examples)!;

    private static readonly string[] Odd =
    [
        "", " ", "\0", "?!", "\ud83d", "\udc00 where \ud83d is my order", "👍🏽 👍", "🇩🇪", "1234567890", new('a', 10_000), string.Concat(Enumerable.Repeat("where is my order ", 60_000)),
        "注文した商品はどこですか", "注文をキャンセルしたい", "Wo bleibt meine Bestellung?", "où est ma commande", "أين طلبي", "कहाँ है मेरा ऑर्डर", "WHERE IS MY ORDER", "ｗｈｅｒｅ ｉｓ ｍｙ ｏｒｄｅｒ", "ﬁnd my oﬃce",
        "wh\u0301ere is m\u0308y order", "\u202ewhere is my order", "İstanbul ß ŉ", string.Concat(Enumerable.Range(0, 5_000).Select(i => $"w{i} ")), "\u0301\u0301\u0301", "ﷺ" + new string('ﷺ', 3_000),
    ];

    [Fact]
    public void Any_text_is_read()
    {
        Assert.All(Odd, text =>
        {
            var reading = Retail.Read(text);

            Assert.InRange(reading.Confidence, 0, 1);
            Assert.True(reading.Intent is null || reading.Between.IsEmpty);
            Assert.True(reading.Between.IsEmpty || reading.Between.Length is 2 or 3);
        });
        Assert.Equal("order_status", Retail.Read("ｗｈｅｒｅ ｉｓ ｍｙ ｏｒｄｅｒ").Intent);
        Assert.Equal("order_status", Retail.Read("WHERE’S MÝ ORDER??").Intent);
        Assert.Empty(Retail.Read("").Ranked);
    }

    [Fact]
    public void Any_text_can_be_an_example()
    {
        var model = IntentModel.Train([.. IntentRetail.Examples, .. Odd.Select((text, i) => new LabelledText(text, $"odd{i % 3}"))])!;

        Assert.Equal(11, model.Intents.Length);
        Assert.Equal("cancel_order", model.Read("please cancel my order").Intent);
    }

    [Fact]
    public void Scripts_without_blanks_are_told_apart()
    {
        var model = IntentModel.Train(
        [
            new("注文した商品はどこですか", "order_status"), new("荷物はいつ届きますか", "order_status"), new("配送状況を確認したい", "order_status"), new("注文はまだ届いていません", "order_status"),
            new("注文をキャンセルしたい", "cancel_order"), new("キャンセルできますか", "cancel_order"), new("間違えて注文したので取り消してください", "cancel_order"), new("注文を取り消したいです", "cancel_order"),
        ])!;

        Assert.Equal("order_status", model.Read("商品はいつ届きますか").Intent);
        Assert.Equal("cancel_order", model.Read("注文のキャンセルをお願いします").Intent);
    }

    [Fact]
    public void Fewer_than_two_intents_teach_nothing()
    {
        Assert.Null(IntentModel.Train([]));
        Assert.Null(IntentModel.Train([new("where is my order", "order_status"), new("track it", "order_status")]));
        Assert.Null(IntentModel.Train([new("where is my order", "order_status"), new("tell me a joke", null)]));
        Assert.Null(IntentModel.Train([new("where is my order", "order_status"), new("?!", "returns")]));
    }

    [Fact]
    public void Order_and_repetition_of_the_examples_make_no_difference()
    {
        var shuffled = IntentRetail.Examples.ToArray();
        new Random(5).Shuffle(shuffled);
        LabelledText[] twice = [.. shuffled, .. IntentRetail.Examples.Select(text => new LabelledText(text.Text.ToUpperInvariant() + "!", text.Intent))];

        Assert.Equal(Retail.ToBytes(), IntentModel.Train(twice)!.ToBytes());
    }

    [Fact]
    public void A_model_from_its_bytes_reads_the_same()
    {
        var parsed = IntentModel.Parse(Retail.ToBytes());

        Assert.Equal(Retail.ToBytes(), parsed.ToBytes());
        Assert.Equal(Retail.Threshold, parsed.Threshold);
        Assert.All([.. IntentRetail.InScope.Select(text => text.Text), .. IntentRetail.OutOfScope, .. Odd], text => Assert.Equal(Shown(Retail.Read(text)), Shown(parsed.Read(text))));
    }

    [Fact]
    public void Many_threads_read_the_same()
    {
        var texts = IntentRetail.InScope.Select(text => text.Text).ToArray();
        var alone = Array.ConvertAll(texts, text => Shown(Retail.Read(text)));
        var together = new string[texts.Length * 20];
        Parallel.For(0, together.Length, i => together[i] = Shown(Retail.Read(texts[i % texts.Length])));

        Assert.All(Enumerable.Range(0, together.Length), i => Assert.Equal(alone[i % texts.Length], together[i]));
    }

    [Fact]
    public void Contradicting_examples_do_not_break_the_training()
    {
        var all = IntentRetail.Examples.SelectMany(text => new[] { text, text with { Intent = "other" } }).ToArray();
        var model = IntentModel.Train(all)!;

        Assert.Equal(9, model.Intents.Length);
        Assert.Contains(model.Read("where is my refund").Ranked.Take(2), score => score.Intent == "refunds");
        var reading = IntentModel.Train([new("the same words", "a"), new("the same words", "b")])!.Read("the same words");
        Assert.Null(reading.Intent);
    }

    [Fact]
    public void Bytes_that_are_no_model_are_refused_with_a_sentence()
    {
        var bytes = Retail.ToBytes();
        var damaged = bytes.ToArray();
        damaged[bytes.Length / 2] ^= 1;
        var newer = bytes.ToArray();
        BinaryPrimitives.WriteInt32LittleEndian(newer.AsSpan(8), 99);

        Assert.Contains("no intent model", Refusal([]), StringComparison.Ordinal);
        Assert.Contains("no intent model", Refusal(new byte[500]), StringComparison.Ordinal);
        Assert.Contains("damaged", Refusal(damaged), StringComparison.Ordinal);
        Assert.Contains("damaged", Refusal(bytes[..^1]), StringComparison.Ordinal);
        Assert.Contains("version 99.", Refusal(newer), StringComparison.Ordinal);
        for (var length = 0; length < 60; length++) Refusal(bytes[..length]);
    }

    [Fact]
    public void Numbers_in_a_model_under_a_right_checksum_are_not_believed()
    {
        var bytes = Retail.ToBytes();
        var random = new Random(11);
        for (var n = 0; n < 200; n++)
        {
            var other = bytes.ToArray();
            random.NextBytes(other.AsSpan(random.Next(16, 220), 4));
            SHA256.HashData(other.AsSpan(0, other.Length - 32), other.AsSpan(other.Length - 32));
            // Either it is refused, or what was changed is a mere name or number: then it reads.
            try
            {
                IntentModel.Parse(other).Read("where is my order");
            }
            catch (FormatException e)
            {
                Assert.EndsWith(".", e.Message, StringComparison.Ordinal);
            }
        }
    }

    private static string Refusal(byte[] bytes) => Assert.Throws<FormatException>(() => IntentModel.Parse(bytes)).Message;

    private static string Shown(IntentReading reading) => JsonSerializer.Serialize(reading);
}
