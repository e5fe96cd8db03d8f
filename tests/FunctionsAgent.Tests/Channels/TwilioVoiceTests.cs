using System.Text;
using System.Xml.Linq;
using FunctionsAgent.Channels;
using FunctionsAgent.Tests.Drivers;

namespace FunctionsAgent.Tests.Channels;

public sealed class TwilioVoiceTests
{
    private static readonly TwilioVoice Voice = new(new() { AuthToken = TwilioCall.Token, AuthTokenPrevious = "old" }, "retail-support");
    private static readonly TwilioVoiceInbound Inbound = new(Voice);

    [Fact]
    public void Speech_becomes_a_message_of_this_turn_of_this_call()
    {
        var message = Message(Turn(3, ("SpeechResult", "Where is my order W1001?"), ("Confidence", "0.93")));
        Assert.Equal(("retail-support", "voice", "+14155550199", "CA1"), (message.Agent, message.Channel, message.Route, message.ThreadKey));
        Assert.Equal(("CA1:3", "CA1:3", "Where is my order W1001?"), (message.DeliveryId, message.MessageId, message.Text));
        Assert.Equal(("+14155550100", "none", 0.93), (message.Sender, message.Assurance, message.ReplyRoute!["confidence"]!.GetValue<double>()));
    }

    [Fact]
    public void Keys_count_as_words() => Assert.Equal("1001", Message(Turn(1, ("Digits", "1001"), ("SpeechResult", ""))).Text);

    [Theory]
    [InlineData("TN-Validation-Passed-A", "channel")]
    [InlineData("TN-Validation-Passed-B", "none")]
    [InlineData("TN-Validation-Failed-A", "none")]
    public void Only_a_carrier_that_vouches_makes_the_caller_id_count(string stir, string assurance) =>
        Assert.Equal(assurance, Message(Turn(1, ("SpeechResult", "hi"), ("StirVerstat", stir))).Assurance);

    [Theory]
    [InlineData("", "", "silence")]
    [InlineData("  ", "0.9", "silence")]
    [InlineData("mumble", "0.39", "low-confidence")]
    public void Nothing_understood_is_no_message(string speech, string confidence, string reason) =>
        Assert.Equal(new Accepted.Ignored(reason), Inbound.Accept(Turn(1, ("SpeechResult", speech), ("Confidence", confidence))));

    [Theory]
    [InlineData("0.4")]
    [InlineData("")]
    [InlineData("rubbish")]
    public void Confidence_at_the_limit_or_not_given_is_understood(string confidence) => Message(Turn(1, ("SpeechResult", "hello"), ("Confidence", confidence)));

    [Fact]
    public void A_poll_is_no_message() =>
        Assert.Equal(new Accepted.Ignored("poll"), Inbound.Accept(TwilioCall.Post(VoiceScript.Url(2, poll: 1), fields: ("SpeechResult", "x"))));

    [Theory]
    [InlineData("/channels/voice/twilio/turn?n=-1")]
    [InlineData("/channels/voice/twilio/turn?n=1001")]
    [InlineData("/channels/voice/twilio/turn?n=1&s=x")]
    [InlineData("/channels/voice/twilio/turn?n=99999999999999999999")]
    public void A_signed_request_with_counters_of_its_own_is_poison(string path) =>
        Assert.IsType<Accepted.Poison>(Inbound.Accept(TwilioCall.Post(path, fields: ("SpeechResult", "x"))));

    [Fact]
    public void A_signed_request_without_a_call_is_poison()
    {
        var url = TwilioCall.BaseUrl + VoiceScript.TurnPath;
        var body = "%FF%=&&SpeechResult=x"u8.ToArray();
        var request = TwilioCall.Post(VoiceScript.TurnPath).With("X-Twilio-Signature", TwilioSignature.Compute(TwilioCall.Token, url, body)) with { Body = body };
        Assert.IsType<Accepted.Poison>(Inbound.Accept(request));
    }

    [Theory]
    [InlineData("signature")]
    [InlineData("missing")]
    [InlineData("short")]
    [InlineData("body")]
    [InlineData("url")]
    [InlineData("token")]
    public void A_tampered_request_is_refused(string what)
    {
        var good = Turn(1, ("SpeechResult", "hi"));
        var signature = good.Headers["X-Twilio-Signature"];
        Refused(what switch
        {
            "signature" => good.With("X-Twilio-Signature", (signature[0] == 'A' ? 'B' : 'A') + signature[1..]),
            "missing" => good.With("X-Twilio-Signature", null),
            "short" => good.With("X-Twilio-Signature", signature[..5]),
            "body" => good with { Body = (byte[])[.. good.Body.ToArray(), (byte)'x'] },
            "url" => good with { Url = good.Url.Replace("n=1", "n=2", StringComparison.Ordinal) },
            _ => TwilioCall.Post(VoiceScript.Url(1), "another-token"),
        }, 403, "bad-signature");
    }

    [Fact]
    public void The_previous_token_is_accepted_and_an_unset_one_closes_the_channel()
    {
        Assert.Null(Voice.Verify(TwilioCall.Post("/channels/voice/twilio", "old")));
        var closed = new TwilioVoice(new(), "a").Verify(TwilioCall.Post("/channels/voice/twilio", ""));
        Assert.Equal((503, "channel-not-configured"), (closed!.Status, closed.Type));
    }

    [Fact]
    public void An_oversize_form_is_too_large() =>
        Refused(Turn(1, ("SpeechResult", "hi")) with { Body = new byte[TwilioVoice.MaxBody + 1] }, 413, "too-large");

    [Fact]
    public void Three_silences_end_the_call_and_no_document_repeats_itself()
    {
        var documents = new List<string>();
        var url = VoiceScript.Url(1);
        for (var i = 0; i < 3; i++)
        {
            var turn = VoiceTurn.Read(TwilioCall.Post(url))!;
            Assert.Equal((1, i), (turn.Number, turn.Silences));
            documents.Add(VoiceScript.Unheard(turn));
            url = XDocument.Parse(documents[i]).Root!.Element("Gather")?.Attribute("action")?.Value ?? "";
        }

        Assert.Equal(3, documents.Distinct().Count());
        Assert.NotNull(XDocument.Parse(documents[2]).Root!.Element("Hangup"));
        Assert.Null(XDocument.Parse(documents[2]).Root!.Element("Gather"));
    }

    [Fact]
    public void Holding_on_polls_six_times_and_then_apologises()
    {
        var url = VoiceScript.Url(4);
        for (var poll = 0; poll < VoiceScript.MaxPolls; poll++)
        {
            var root = XDocument.Parse(VoiceScript.NotYet(VoiceTurn.Read(TwilioCall.Post(url))!)).Root!;
            url = root.Element("Redirect")!.Value;
            Assert.Equal($"{VoiceScript.TurnPath}?n=4&poll={poll + 1}", url);
        }

        var last = XDocument.Parse(VoiceScript.NotYet(VoiceTurn.Read(TwilioCall.Post(url))!)).Root!;
        Assert.Equal(VoiceScript.Url(5), last.Element("Gather")!.Attribute("action")!.Value);
    }

    [Fact]
    public void A_document_is_well_formed_whatever_is_said()
    {
        var xml = Twiml.Gather("Tom & Jerry <Hangup/> \"quoted\" \u0001\uFFFE\uD83D ]]>", VoiceScript.Url(1, 1));
        var root = XDocument.Parse(xml).Root!;
        Assert.Equal(["Gather"], root.Elements().Select(e => e.Name.LocalName));
        Assert.Equal(["Say"], root.Element("Gather")!.Elements().Select(e => e.Name.LocalName));
        Assert.Equal("true", root.Element("Gather")!.Attribute("actionOnEmptyResult")!.Value);
        Assert.StartsWith("<?xml version=\"1.0\" encoding=\"utf-8\"?><Response>", xml, StringComparison.Ordinal);
    }

    private static RawRequest Turn(int n, params (string, string)[] fields) => TwilioCall.Post(VoiceScript.Url(n), fields: fields);

    private static InboundMessage Message(RawRequest request) => Assert.IsType<Accepted.Message>(Inbound.Accept(request)).Value;

    private static void Refused(RawRequest request, int status, string type)
    {
        var rejected = Assert.IsType<Accepted.Rejected>(Inbound.Accept(request));
        Assert.Equal((status, type), (rejected.Status, rejected.Type));
    }
}
