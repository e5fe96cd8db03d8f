using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using FunctionsAgent.Tools;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Time.Testing;
using RetailSupport.Backend;

namespace FunctionsAgent.Tests.Tools;

public sealed class BackendTests : IAsyncLifetime, IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);
    private readonly BackendData data = new(new FakeTimeProvider(Now));
    private readonly WebApplication backend;
    private readonly HttpClient client = new();

    public BackendTests() => backend = Backend.Create("http://127.0.0.1:0", data);

    public async Task InitializeAsync()
    {
        await backend.StartAsync();
        client.BaseAddress = new Uri(backend.Urls.Single());
    }

    public async Task DisposeAsync() => await backend.DisposeAsync();

    public void Dispose() => client.Dispose();

    [Theory]
    [InlineData("W1001")]
    [InlineData("%23W1001")]
    [InlineData("w1001")]
    public async Task The_first_order_is_on_its_way_with_a_date_and_a_tracking_number(string id)
    {
        var order = await client.GetFromJsonAsync<JsonElement>($"/orders/{id}");
        Assert.Equal("shipped", order.GetProperty("status").GetString());
        Assert.Equal("2026-11-22", order.GetProperty("delivery").GetProperty("expected").GetString());
        var tracking = order.GetProperty("shipment").GetProperty("tracking_number").GetString();

        var shipment = await client.GetFromJsonAsync<JsonElement>($"/shipments/{order.GetProperty("shipment").GetProperty("id").GetString()}");
        Assert.Equal(tracking, shipment.GetProperty("tracking_number").GetString());
        Assert.Equal("2026-11-22", shipment.GetProperty("expected").GetString());
        Assert.NotEmpty(shipment.GetProperty("events").EnumerateArray());
    }

    [Theory]
    [InlineData("/orders/W9999")]
    [InlineData("/orders/W1001%2F..")]
    [InlineData("/shipments/S1")]
    [InlineData("/customers/C999/orders")]
    [InlineData("/refunds?key=none")]
    [InlineData("/nowhere")]
    public async Task What_is_not_there_is_a_problem(string path)
    {
        using var response = await client.GetAsync(new Uri(path, UriKind.Relative));
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public void The_orders_are_varied_the_same_every_time_and_their_dates_make_sense()
    {
        var today = DateOnly.FromDateTime(Now.DateTime);
        var orders = data.Orders.ToList();

        Assert.Equal(Enumerable.Range(1001, 48).Concat(Enumerable.Range(2001, 60)).Select(number => $"W{number}"), orders.Select(order => order.Id));
        Assert.Equal(["cancelled", "delayed", "delivered", "processing", "shipped"], orders.Select(order => order.Status).Distinct().Order());
        Assert.Equal(JsonSerializer.Serialize(orders), JsonSerializer.Serialize(new BackendData(new FakeTimeProvider(Now)).Orders));
        Assert.All(orders, order =>
        {
            Assert.True(order.PlacedAt < Now);
            Assert.Equal(order.Totals.TotalCents, order.Totals.ItemsCents + order.Totals.ShippingCents + order.Totals.TaxCents);
            Assert.Equal(order.Status is "shipped" or "delivered" or "delayed", order.Shipment is not null);
            Assert.True(order.Status switch
            {
                "cancelled" => order.Delivery.Expected is null && order.CancelReason is not null,
                "delivered" => order.Delivery.DeliveredOn < today,
                "delayed" => order.Delivery.OriginallyExpected < today && order.Delivery.Expected > today,
                _ => order.Delivery.Expected > today,
            });
            if (order.Shipment is { } shipment) Assert.All(data.Shipment(shipment.Id)!.Events, step => Assert.InRange(step.At, order.PlacedAt, Now));
        });
        Assert.Contains(orders, order => order.Delivery.Address.State == "HI");
        Assert.Equal(orders.Where(order => order.Shipment is not null).Select(order => order.Shipment!.TrackingNumber).Distinct().Count(), orders.Count(order => order.Shipment is not null));
    }

    [Theory]
    [InlineData("C001")]
    [InlineData("mara@customers.example")]
    [InlineData("%2B15555550101")]
    public async Task A_customers_orders_are_theirs_alone_the_newest_first(string customer)
    {
        var orders = (await client.GetFromJsonAsync<JsonElement>($"/customers/{customer}/orders")).GetProperty("orders").EnumerateArray().ToList();
        Assert.Equal(data.Orders.Where(order => order.CustomerId == "C001").Select(order => order.Id), orders.Select(order => order.GetProperty("id").GetString()!).Order());
        Assert.Equal(orders.Select(order => order.GetProperty("placed_at").GetDateTimeOffset()).OrderDescending(), orders.Select(order => order.GetProperty("placed_at").GetDateTimeOffset()));
    }

    [Fact]
    public async Task Who_furnishes_offices_has_more_orders_than_a_prompt_can_bear_and_they_are_the_same_every_time()
    {
        var first = await client.GetStringAsync(new Uri("/customers/C013/orders", UriKind.Relative));
        Assert.InRange(first.Length, 350_000, 450_000);
        Assert.Equal(first, await client.GetStringAsync(new Uri("/customers/C013/orders", UriKind.Relative)));
    }

    [Fact]
    public async Task An_order_that_is_cancelled_stays_so_and_a_repeat_of_the_key_changes_nothing()
    {
        using var made = await PostAsync("/orders/w1002/cancellation", "a", """{"email":"Theo@customers.example"}""");
        using var again = await PostAsync("/orders/w1002/cancellation", "a", """{"email":"Theo@customers.example"}""");
        using var twice = await PostAsync("/orders/W1002/cancellation", "b", """{"email":"theo@customers.example"}""");

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.OK, HttpStatusCode.UnprocessableEntity), (made.StatusCode, again.StatusCode, twice.StatusCode));
        Assert.Equal(await made.Content.ReadAsStringAsync(), await again.Content.ReadAsStringAsync());
        Assert.Equal("cancelled", (await client.GetFromJsonAsync<JsonElement>("/orders/W1002")).GetProperty("status").GetString());
        Assert.Equal("a", (await client.GetFromJsonAsync<JsonElement>("/order-changes?key=a")).GetProperty("key").GetString());
        Assert.Equal(1, data.Changes.SideEffects);
    }

    [Fact]
    public async Task An_address_is_changed_while_the_order_lies_in_the_warehouse()
    {
        using var made = await PostAsync("/orders/W1002/address", "a", """{"email":"theo@customers.example","address":"1 Mill Lane, Bath, ME 04530"}""");

        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        Assert.Equal("1 Mill Lane, Bath, ME 04530", (await client.GetFromJsonAsync<JsonElement>("/orders/W1002")).GetProperty("delivery").GetProperty("redirect").GetString());
    }

    [Theory]
    [InlineData("/orders/W1002/cancellation", null, """{"email":"theo@customers.example"}""", HttpStatusCode.BadRequest)]
    [InlineData("/orders/W1002/cancellation", "k", """{"email":"mara@customers.example"}""", HttpStatusCode.NotFound)]
    [InlineData("/orders/W9999/cancellation", "k", """{"email":"theo@customers.example"}""", HttpStatusCode.NotFound)]
    [InlineData("/orders/W1001/cancellation", "k", """{"email":"mara@customers.example"}""", HttpStatusCode.UnprocessableEntity)]
    [InlineData("/orders/W1002/cancellation", "k", "{}", HttpStatusCode.BadRequest)]
    [InlineData("/orders/W1002/address", "k", """{"email":"theo@customers.example","address":" "}""", HttpStatusCode.UnprocessableEntity)]
    public async Task A_change_that_may_not_be_has_no_effect(string path, string? key, string body, HttpStatusCode status)
    {
        using var response = await PostAsync(path, key, body);
        Assert.Equal(status, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(0, data.Changes.SideEffects);
    }

    [Fact]
    public async Task The_order_tool_reads_an_order_and_leaves_the_rest_behind()
    {
        using var bench = new ToolBench(backend.Urls.Single());
        var spec = ToolBench.GetOrder with { Project = ToolBench.Fields(("id", "$.id"), ("expected", "$.delivery.expected"), ("tracking", "$.shipment.tracking_number"), ("skus", "$.items[*].sku")) };

        var ok = Assert.IsType<Ok>(await bench.CallAsync(ToolBench.Order("#W1001", spec)));
        Assert.Equal("""{"expected":"2026-11-22","id":"W1001","skus":["LMP-204"],"tracking":"PA70451200"}""", ok.Value.GetRawText());
        Assert.Equal("not_found", Assert.IsType<Failed>(await bench.CallAsync(ToolBench.Order("#W9999", spec))).Class);
    }

    [Fact]
    public async Task A_refund_is_made_once_however_often_its_key_comes_and_can_be_asked_for()
    {
        using var bench = new ToolBench(backend.Urls.Single());
        Assert.Equal("not_done", Assert.IsType<Failed>(await bench.ReconcileAsync(ToolBench.RefundOf(500))).Class);

        var calls = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => bench.CallAsync(ToolBench.RefundOf(500))));

        Assert.Equal("""{"receipt":"R9001"}""", Assert.Single(calls.Select(call => Assert.IsType<Ok>(call).Value.GetRawText()).Distinct()));
        Assert.Equal("""{"receipt":"R9001"}""", Assert.IsType<Ok>(await bench.ReconcileAsync(ToolBench.RefundOf(500))).Value.GetRawText());
        Assert.Equal(1, (await client.GetFromJsonAsync<JsonElement>("/side-effects")).GetProperty("count").GetInt32());
    }

    [Theory]
    [InlineData(null, """{"order_id":"W1001","amount_cents":1}""", HttpStatusCode.BadRequest)]
    [InlineData("k", """{"order_id":"W9999","amount_cents":1}""", HttpStatusCode.NotFound)]
    [InlineData("k", """{"order_id":"W1001","amount_cents":0}""", HttpStatusCode.UnprocessableEntity)]
    [InlineData("k", """{"order_id":"W1001","amount_cents":7662}""", HttpStatusCode.UnprocessableEntity)]
    [InlineData("k", "{}", HttpStatusCode.BadRequest)]
    [InlineData("k", "{", HttpStatusCode.BadRequest)]
    public async Task A_refund_that_may_not_be_has_no_effect(string? key, string body, HttpStatusCode status)
    {
        using var response = await RefundAsync(key, body);
        Assert.Equal(status, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(0, data.Refunds.SideEffects);
    }

    [Fact]
    public async Task A_key_cannot_stand_for_two_refunds_and_an_order_cannot_be_refunded_twice()
    {
        using var first = await RefundAsync("a", """{"order_id":"W1001","amount_cents":7661}""");
        using var reused = await RefundAsync("a", """{"order_id":"W1001","amount_cents":1}""");
        using var beyond = await RefundAsync("b", """{"order_id":"#W1001","amount_cents":1}""");

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.UnprocessableEntity, HttpStatusCode.UnprocessableEntity), (first.StatusCode, reused.StatusCode, beyond.StatusCode));
        Assert.Equal(1, data.Refunds.SideEffects);
    }

    private Task<HttpResponseMessage> RefundAsync(string? key, string body) => PostAsync("/refunds", key, body);

    private async Task<HttpResponseMessage> PostAsync(string path, string? key, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json") };
        if (key is not null) request.Headers.Add("Idempotency-Key", key);
        return await client.SendAsync(request);
    }
}
